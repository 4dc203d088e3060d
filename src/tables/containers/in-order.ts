/** So many questions are under way at once: a server answers them side by side, and is not flooded. */
const MOST = 8;

/**
 * What `work` makes of each item, in the items' order. Later ones are begun while the first is waited for.
 * @param limit so many results are enough
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<R> {
  const most = Math.min(MOST, limit);
  const running: Promise<R>[] = [];
  const begin = (item: T): void => {
    const result = work(item);
    // Nobody may come to wait for it: that is no failure of its own.
    result.catch(() => {});
    running.push(result);
  };
  for (const item of items) {
    begin(item);
    if (running.length < most) continue;
    const first = running.shift();
    if (first) yield await first;
  }
  for (const result of running) yield await result;
}
