import type { Role } from '../../domain/role.ts';

/** The people of a training station; their passwords stand on the sign-in screen. */
export const TRAINING_USERS = {
  officer: { login: 'canbo', password: 'taphuan-canbo', displayName: 'Cán bộ Tập huấn' },
  technician: { login: 'kythuat', password: 'taphuan-kythuat', displayName: 'Kỹ thuật Tập huấn' },
  supervisor: { login: 'chihuy', password: 'taphuan-chihuy', displayName: 'Chỉ huy Tập huấn' },
} as const satisfies Record<Role, { login: string; password: string; displayName: string }>;
