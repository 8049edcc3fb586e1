import provinces from '../../../../resources/provinces.json' with { type: 'json' };

/** The 34 provinces since 1 July 2025, as options. */
export const PROVINCE_OPTIONS = provinces.provinces.map(({ code, name }) => ({
  value: code,
  label: name,
}));

export const PROVINCE_NAMES = provinces.provinces.map(({ name }) => name);
