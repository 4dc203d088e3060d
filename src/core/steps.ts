/** Long work that offers, every few milliseconds, to stop or to wait: whoever runs it decides between two steps. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Items handled in one step. */
export const STEP_ITEMS = 65_536;

/** All of it at once. */
export function allSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
