import type { Eye } from '../../../domain/eye.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';

/** The interface's own names of fingers. */
const FINGER_NAMES: Readonly<Record<FingerPosition, string>> = {
  'right-thumb': 'Right Thumb',
  'right-index': 'Right IndexFinger',
  'right-middle': 'Right MiddleFinger',
  'right-ring': 'Right RingFinger',
  'right-little': 'Right LittleFinger',
  'left-thumb': 'Left Thumb',
  'left-index': 'Left IndexFinger',
  'left-middle': 'Left MiddleFinger',
  'left-ring': 'Left RingFinger',
  'left-little': 'Left LittleFinger',
};

const POSITIONS: ReadonlyMap<string, FingerPosition> = new Map(
  // The keys of the record are the positions, every one.
  Object.entries(FINGER_NAMES).map(([position, name]) => [name, position as FingerPosition]),
);

export function fingerSubType(position: FingerPosition): string {
  return FINGER_NAMES[position];
}

export function fingerOfSubType(name: string): FingerPosition | undefined {
  return POSITIONS.get(name);
}

export function eyeSubType(eye: Eye): string {
  return eye === 'left' ? 'Left' : 'Right';
}

export function eyeOfSubType(name: string): Eye | undefined {
  if (name === 'Left') return 'left';
  return name === 'Right' ? 'right' : undefined;
}
