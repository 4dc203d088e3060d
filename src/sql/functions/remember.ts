/** The most results one call site keeps. */
const MOST = 64;

/**
 * A function of a text that remembers its latest results, so that a pattern, mostly a constant, is compiled once. A
 * pattern that comes from a column may take a few values; when they are too many, all are forgotten.
 */
export function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  let lastText: string | undefined;
  let last: T;
  return (text) => {
    if (text === lastText) return last;
    let found = known.get(text);
    if (found === undefined) {
      found = make(text);
      if (known.size >= MOST) known.clear();
      known.set(text, found);
    }
    lastText = text;
    last = found;
    return found;
  };
}
