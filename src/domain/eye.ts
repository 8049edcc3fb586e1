export const EYES = ['left', 'right'] as const;
export type Eye = (typeof EYES)[number];
