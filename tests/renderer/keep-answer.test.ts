import { afterEach, expect, test } from 'vitest';
import { put } from '../../src/renderer/station/keep-answer.ts';
import { queryClient } from '../../src/renderer/station/query-client.ts';

const KEY = ['session.get', {}];

afterEach(() => queryClient.clear());

test('an answer to an earlier question does not take the place of what the station said since', async () => {
  const answer = Promise.withResolvers<string>();
  const asked = queryClient.fetchQuery({ queryKey: KEY, queryFn: () => answer.promise });
  put(KEY, 'told by an event');
  answer.resolve('answered late');
  await asked.catch(() => undefined);
  await expect.poll(() => queryClient.getQueryData(KEY)).toBe('told by an event');
});

test('the same when the question was asked again, with an older answer there', async () => {
  queryClient.setQueryData(KEY, 'old');
  const answer = Promise.withResolvers<string>();
  const asked = queryClient.fetchQuery({ queryKey: KEY, queryFn: () => answer.promise });
  put(KEY, 'told by an event');
  answer.resolve('answered late');
  await asked.catch(() => undefined);
  await expect.poll(() => queryClient.getQueryData(KEY)).toBe('told by an event');
});
