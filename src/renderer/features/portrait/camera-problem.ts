/** Why there is no live picture; each has a sentence with what to do. */
export const CAMERA_PROBLEMS = ['none', 'denied', 'busy', 'lost'] as const;
export type CameraProblem = (typeof CAMERA_PROBLEMS)[number];

/**
 * The problem behind a `DOMException` of getUserMedia (Media Capture and Streams, 10.2), or undefined
 * for an error that has another cause.
 */
export function cameraProblemOf(errorName: string): CameraProblem | undefined {
  switch (errorName) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return undefined;
  }
}
