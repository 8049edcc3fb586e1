/** The people who use a station. */
export const ROLES = ['officer', 'technician', 'supervisor'] as const;
export type Role = (typeof ROLES)[number];
