/**
 * Why a finger cannot be taken; `missing.presence` of the OSIA enrolment API (AMPUTATED, BANDAGED,
 * DAMAGED), and one of our own for a finger that no attempt can read.
 */
export const FINGER_EXCEPTION_REASONS = ['amputated', 'bandaged', 'damaged', 'unreadable'] as const;
export type FingerExceptionReason = (typeof FINGER_EXCEPTION_REASONS)[number];
