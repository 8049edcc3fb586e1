import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError, isDeaf } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import { isRated } from '../transports/transport.ts';
import type { Transport } from '../transports/transport.ts';

export interface LineRateSearch<Answer> {
  readonly transport: Transport;
  /** In bit/s, in the order in which they are tried; a transport without a rate is asked once. */
  readonly rates: readonly number[];
  /** The device's other rates: where it answers at one of these only, that is what is wrong. */
  readonly otherRates?: readonly number[];
  /** Forgets what was heard at the rate before. */
  readonly startAfresh: () => void;
  /** A short question that the device answers at its rate. */
  readonly ask: () => Promise<Result<Answer, DeviceError>>;
}

export interface FoundLineRate<Answer> {
  /** Undefined where the transport has no rate. */
  readonly baudRate: number | undefined;
  readonly answer: Answer;
}

/**
 * Finds the rate at which a device on a line answers. Fails with `wrong-baud-rate` where it answers at another one,
 * `wrong-answer` where something is heard at a rate, `no-answer` where all is silent.
 */
export async function findLineRate<Answer>(
  search: LineRateSearch<Answer>,
): Promise<Result<FoundLineRate<Answer>, DeviceError>> {
  const { transport, rates, otherRates = [] } = search;
  if (!isRated(transport)) {
    const answer = await askTwice(search);
    return answer.ok ? ok({ baudRate: undefined, answer: answer.value }) : answer;
  }
  const found = await firstThatAnswers(search, rates);
  if (found.ok || !isDeaf(found.error)) return found;
  const others = otherRates.filter((rate) => !rates.includes(rate));
  const elsewhere = await firstThatAnswers(search, others);
  if (!elsewhere.ok) return isDeaf(elsewhere.error) ? found : elsewhere;
  const detail = `it answers at ${elsewhere.value.baudRate} bit/s, and is to be asked at ${rates.join(', ')}`;
  return err(deviceError('wrong-baud-rate', detail));
}

async function firstThatAnswers<Answer>(
  search: LineRateSearch<Answer>,
  rates: readonly number[],
): Promise<Result<FoundLineRate<Answer>, DeviceError>> {
  const { transport } = search;
  let failure = deviceError('no-answer', 'no line rate to try');
  for (const baudRate of rates) {
    if (isRated(transport)) {
      const set = await transport.setBaudRate(baudRate);
      // A port need not have every rate of a device.
      if (!set.ok && set.error.code === 'io-error') continue;
      if (!set.ok) return set;
    }
    search.startAfresh();
    const answer = await askTwice(search);
    if (answer.ok) return ok({ baudRate, answer: answer.value });
    if (!isDeaf(answer.error)) return answer;
    // That something was heard at one rate tells the technician more than the silence at the others.
    if (failure.code !== 'wrong-answer') failure = answer.error;
  }
  return err(failure);
}

/** What was plugged in just now greets first, and does not hear what is said meanwhile. */
async function askTwice<Answer>({
  ask,
}: LineRateSearch<Answer>): Promise<Result<Answer, DeviceError>> {
  const answer = await ask();
  return !answer.ok && answer.error.code === 'wrong-answer' ? ask() : answer;
}
