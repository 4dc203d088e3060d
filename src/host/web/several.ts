/**
 * What each item's question gives, in the order of the items, with a few questions under way at a time. Whoever stops
 * taking answers ends those that are still out.
 * @param ask must heed its signal, which aborts with the caller's
 */
export async function* several<T, R>(
  items: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  ask: (item: T, signal: AbortSignal) => Promise<R>,
): AsyncGenerator<R> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const asked: Promise<R>[] = [];
  const askNext = (): void => {
    const item = items[asked.length];
    if (asked.length >= items.length) return;
    const answer = ask(item as T, controller.signal); // within bounds, says the line above
    answer.catch(() => {}); // it is heard of where it is awaited, if ever
    asked.push(answer);
  };
  try {
    signal.throwIfAborted();
    for (let started = 0; started < atOnce; started++) askNext();
    for (let at = 0; at < items.length; at++) {
      yield (await asked[at]) as R; // asked before: the window is never empty
      askNext();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    controller.abort();
  }
}
