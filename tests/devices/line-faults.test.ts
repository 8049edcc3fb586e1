import { expect, test } from 'vitest';

import { LineFaults } from '../../src/devices/emulators/line-faults.ts';

/** What a host hears of the answers 1, 2, 3 …, each of three bytes. */
function line() {
  const heard: number[][] = [];
  let arrived = Promise.withResolvers<void>();
  const faults = new LineFaults((bytes) => {
    heard.push(Array.from(bytes));
    arrived.resolve();
    arrived = Promise.withResolvers<void>();
  });
  const next = (): Promise<void> => arrived.promise;
  const answer = (number: number): void => faults.pass(Uint8Array.of(number, number, number));
  const answers = (count: number): void => {
    for (let number = 1; number <= count; number += 1) answer(number);
  };
  return { heard, faults, next, answer, answers };
}

/** The first byte of each piece that was heard. */
const firsts = (heard: readonly (readonly number[])[]): (number | undefined)[] =>
  heard.map(([first]) => first);

test('without an order all goes out as it is', () => {
  const { heard, answers } = line();
  answers(3);
  expect(firsts(heard)).toEqual([1, 2, 3]);
});

test('a fault strikes after so many, every so many, and so often as was ordered', () => {
  const { heard, faults, answers } = line();
  faults.order({ kind: 'silence', after: 2, every: 3, answers: 2 });
  answers(12);
  expect(firsts(heard)).toEqual([1, 2, 3, 4, 6, 7, 9, 10, 11, 12]);
});

test('several orders stand at once, and the first that is due strikes', () => {
  const { heard, faults, answers } = line();
  faults.order({ kind: 'truncated', keptBytes: 1, after: 1, answers: 1 });
  faults.order({ kind: 'silence', after: 2, answers: 1 });
  answers(4);
  expect(heard).toEqual([[1, 1, 1], [2], [4, 4, 4]]);
});

test('what is struck is struck as it was ordered', () => {
  const { heard, faults, answer } = line();
  faults.order({ kind: 'bad-checksum', answers: 1 });
  answer(1);
  faults.order({ kind: 'duplicate', answers: 1 });
  answer(2);
  faults.order({ kind: 'repeat', answers: 1 });
  answer(3);
  faults.order({ kind: 'merged', answers: 1 });
  answer(4);
  answer(5);
  expect(heard).toEqual([
    [1, 1, 0xfe],
    [2, 2, 2, 2, 2, 2],
    [3, 3, 3],
    [3, 3, 3, 4, 4, 4, 5, 5, 5],
  ]);
  faults.order({ kind: 'garbage', answers: 1 });
  answer(6);
  expect(heard.at(-1)).toHaveLength(3);
  expect(heard.at(-1)).not.toEqual([6, 6, 6]);
});

test('late answers keep their order, and go out at once when all is well again', async () => {
  const { heard, faults, next, answers, answer } = line();
  faults.order({ kind: 'slow', answers: 1, delayMs: 20 });
  answers(3);
  expect(heard).toEqual([]);
  expect(faults.isLate).toBe(true);
  await next();
  expect(firsts(heard)).toEqual([1, 2, 3]);
  faults.order({ kind: 'slow', delayMs: 60_000 });
  answer(4);
  faults.clear();
  answer(5);
  expect(firsts(heard)).toEqual([1, 2, 3, 4, 5]);
});

test('an echo gives back what the host said, and leaves the answers alone', () => {
  const { heard, faults, answer } = line();
  faults.order({ kind: 'echo', answers: 1 });
  faults.hear(Uint8Array.of(9));
  answer(1);
  faults.hear(Uint8Array.of(8));
  expect(heard).toEqual([[9], [1, 1, 1]]);
});
