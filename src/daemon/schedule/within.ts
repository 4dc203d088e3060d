import type { Clock, Timer } from '../../core/index.js';

/** Whether the promise is settled within so many milliseconds. */
export async function isWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: Timer | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = clock.after(ms, () => resolve(false));
  });
  const inTime = await Promise.race([work.then(() => true), late]);
  timer?.cancel();
  return inTime;
}
