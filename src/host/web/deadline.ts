import { Refused } from '../errors.js';

/**
 * Runs what waits for others with a signal that aborts when the caller's does, or when the time is up.
 * @param name of what is waited for, for the error
 * @throws Refused when the time is up, the reason of `signal`, or what `use` throws
 */
export async function withDeadline<T>(
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
  use: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const late = new Refused(name, `no answer in ${timeoutMs / 1000} s`);
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(late), timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([use(controller.signal), abortOf(controller.signal)]);
  } catch (error) {
    // Whatever broke off because of it says so in words of its own.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** Not all that is waited for hears of an abort: a look-up of a name goes on. */
const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
