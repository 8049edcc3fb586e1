import { z } from 'zod';
import { calendarDateSchema } from './calendar-date.ts';

/**
 * The data of the Phiếu thu nhận thông tin căn cước (form CC01 of Circular 17/2024/TT-BCA), in the
 * groups in which an officer types and the station saves them. Content after the Law on Identity
 * 26/2023/QH15 Art. 9 and 15.
 *
 * Error codes that the schemas give (`error` of zod) are keys of the page's messages: `required`,
 * `date`, `too-long`, `phone`, `email`, `citizen-number`, `former-number`, `name`.
 */
const NAME_PATTERN = /^[\p{Letter}\p{Mark}'’. -]+$/u;

const shortText = z.string().trim().max(200, { error: 'too-long' });
const requiredText = shortText.min(1, { error: 'required' });
const personName = requiredText.regex(NAME_PATTERN, { error: 'name' });
const optionalName = z.union([z.literal(''), personName]);
const optionalNumber = z.union([
  z.literal(''),
  z.string().regex(/^\d{12}$/, { error: 'citizen-number' }),
]);

/** An address by today's two levels; `communeCode` is empty while the commune list is not imported. */
export const addressSchema = z.strictObject({
  provinceCode: z.string().regex(/^\d{2}$/, { error: 'required' }),
  communeCode: z.union([z.literal(''), z.string().regex(/^\d{5}$/)]),
  communeName: requiredText,
  /** House, street, hamlet. */
  detail: shortText,
});
export type Address = z.infer<typeof addressSchema>;

export const SEXES = ['male', 'female'] as const;
export const MARITAL_STATUSES = ['single', 'married', 'widowed', 'divorced'] as const;
export const BLOOD_TYPES = ['unknown', 'A', 'B', 'AB', 'O'] as const;

export const personGroupSchema = z.strictObject({
  fullName: personName,
  otherName: optionalName,
  dateOfBirth: calendarDateSchema,
  sex: z.enum(SEXES),
  ethnicity: requiredText,
  religion: shortText,
  nationality: requiredText,
  formerNumber: z.union([z.literal(''), z.string().regex(/^\d{9}$/, { error: 'former-number' })]),
  maritalStatus: z.enum(MARITAL_STATUSES),
  bloodType: z.enum(BLOOD_TYPES),
  occupation: shortText,
  /** Nhân dạng: distinguishing marks, described by the officer (Circular 60/2021/TT-BCA Art. 5). */
  distinguishingMarks: shortText,
});

/** Birth and origin may name units that no longer exist, or lie abroad: free text. */
export const originGroupSchema = z.strictObject({
  placeOfBirth: requiredText,
  birthRegistrationPlace: requiredText,
  hometown: requiredText,
});

export const residenceGroupSchema = z
  .strictObject({
    permanent: addressSchema,
    currentSameAsPermanent: z.boolean(),
    /** Null when it is the permanent one. */
    current: addressSchema.nullable(),
  })
  .superRefine((group, context) => {
    if (group.currentSameAsPermanent || group.current) return;
    for (const field of ['provinceCode', 'communeName']) {
      context.addIssue({ code: 'custom', path: ['current', field], message: 'required' });
    }
  });

const relativeSchema = z.strictObject({
  fullName: optionalName,
  nationality: shortText,
  citizenNumber: optionalNumber,
});

export const familyGroupSchema = z.strictObject({
  father: relativeSchema,
  mother: relativeSchema,
  spouse: relativeSchema,
  representative: relativeSchema,
  representativeRelation: shortText,
});

export const ELECTRONIC_IDENTITY_LEVELS = ['none', 'level-1', 'level-2'] as const;

/** Request for an electronic-identity account, made at the same sitting. */
export const electronicIdentityGroupSchema = z
  .strictObject({
    level: z.enum(ELECTRONIC_IDENTITY_LEVELS),
    phone: z.union([z.literal(''), z.string().regex(/^(0|\+84)[2-9]\d{8}$/, { error: 'phone' })]),
    email: z.union([z.literal(''), z.email({ error: 'email' })]),
    consent: z.boolean(),
  })
  .superRefine((group, context) => {
    if (group.level === 'none') return;
    if (group.phone === '')
      context.addIssue({ code: 'custom', path: ['phone'], message: 'required' });
    if (!group.consent)
      context.addIssue({ code: 'custom', path: ['consent'], message: 'required' });
  });

export const GROUP_SCHEMAS = {
  person: personGroupSchema,
  origin: originGroupSchema,
  residence: residenceGroupSchema,
  family: familyGroupSchema,
  electronicIdentity: electronicIdentityGroupSchema,
} as const;

export const DATA_GROUPS = [
  'person',
  'origin',
  'residence',
  'family',
  'electronicIdentity',
] as const satisfies readonly (keyof typeof GROUP_SCHEMAS)[];
export type DataGroup = (typeof DATA_GROUPS)[number];

export type GroupData<Group extends DataGroup> = z.infer<(typeof GROUP_SCHEMAS)[Group]>;

/** Every group that is complete; a group appears once it validates. */
export const dossierDataSchema = z.strictObject({
  person: personGroupSchema,
  origin: originGroupSchema,
  residence: residenceGroupSchema,
  family: familyGroupSchema,
  electronicIdentity: electronicIdentityGroupSchema,
});
export type DossierData = z.infer<typeof dossierDataSchema>;

/** A group that is still being typed: the same keys, any text, kept so that nothing typed is lost. */
export const groupDraftSchema = z.record(z.string().max(64), z.unknown());
export type GroupDraft = z.infer<typeof groupDraftSchema>;

/**
 * What is wrong with a group, by path (`permanent.provinceCode`): the first error code of each field.
 * An empty object means that the group is complete.
 */
export function groupErrors(group: DataGroup, data: unknown): Record<string, string> {
  const result = GROUP_SCHEMAS[group].safeParse(data);
  if (result.success) return {};
  const errors: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const path = issue.path.join('.');
    errors[path] ??= fieldErrorCode(issue);
  }
  return errors;
}

export const FIELD_ERRORS = [
  'required',
  'date',
  'too-long',
  'phone',
  'email',
  'citizen-number',
  'former-number',
  'name',
] as const;
export type FieldError = (typeof FIELD_ERRORS)[number];

function fieldErrorCode(issue: z.core.$ZodIssue): FieldError {
  if (issue.code === 'invalid_union') {
    const nested = issue.errors.flat().at(-1);
    return nested ? fieldErrorCode(nested) : 'required';
  }
  return FIELD_ERRORS.find((code) => code === issue.message) ?? 'required';
}
