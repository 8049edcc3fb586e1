/** After so many attempts what is left is small enough to be looked at. */
const MOST_ATTEMPTS = 2_000;

/**
 * The smallest pieces that still do it: pieces are left out, then bytes of each that is left, as long as `stillDoes`
 * says so.
 */
export async function shrink(
  pieces: readonly Uint8Array[],
  stillDoes: (pieces: readonly Uint8Array[]) => Promise<boolean>,
  mostAttempts = MOST_ATTEMPTS,
): Promise<readonly Uint8Array[]> {
  let smallest = pieces;
  let attempts = 0;
  const attempt = async (smaller: readonly Uint8Array[]): Promise<boolean> => {
    attempts += 1;
    if (attempts > mostAttempts || !(await stillDoes(smaller))) return false;
    smallest = smaller;
    return true;
  };
  await leaveOutRuns(
    () => smallest.length,
    (from, count) => attempt(smallest.toSpliced(from, count)),
  );
  for (let at = 0; at < smallest.length; at += 1) {
    const piece = (): Uint8Array => smallest[at] ?? new Uint8Array(0);
    await leaveOutRuns(
      () => piece().length,
      (from, count) => {
        const shorter = Buffer.concat([piece().subarray(0, from), piece().subarray(from + count)]);
        return attempt(smallest.toSpliced(at, 1, shorter));
      },
    );
  }
  return smallest;
}

/** Tries to do without each run of half the length, then of a quarter, down to one. */
async function leaveOutRuns(
  length: () => number,
  leaveOut: (from: number, count: number) => Promise<boolean>,
): Promise<void> {
  for (let count = Math.ceil(length() / 2); count >= 1; count = Math.floor(count / 2)) {
    for (let from = 0; from < length();) {
      if (!(await leaveOut(from, count))) from += count;
    }
  }
}
