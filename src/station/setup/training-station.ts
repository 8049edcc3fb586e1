import type { Answer } from '../../contract/channel.ts';
import { hashPassword } from '../../store/index.ts';
import type { Store } from '../../store/index.ts';
import type { Role } from '../../domain/role.ts';
import { TRAINING_USERS } from '../training/training-users.ts';
import { createStation } from './create-station.ts';
import type { NewPerson } from './create-station.ts';

export const TRAINING_STATION_ID = 'TAPHUAN';

/** A training station with its three people. */
export async function createTrainingStation(store: Store): Promise<Answer<void>> {
  const [supervisor, officer, technician] = await Promise.all(
    (['supervisor', 'officer', 'technician'] as const).map(trainingPerson),
  );
  if (!supervisor || !officer || !technician) throw new Error('three roles, three people');
  return createStation(store, {
    stationId: TRAINING_STATION_ID,
    supervisor,
    others: [officer, technician],
  });
}

async function trainingPerson(role: Role): Promise<NewPerson> {
  const { login, displayName, password } = TRAINING_USERS[role];
  return { login, displayName, role, passwordHash: await hashPassword(password) };
}
