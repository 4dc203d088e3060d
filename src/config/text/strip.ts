/** What is left of a text, and where its parts stood. */
export interface Stripped {
  readonly text: string;
  /** The offset in the original text. */
  readonly originalOf: (offset: number) => number;
}

/** What osquery trims off lines. */
const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/**
 * osquery's preparation of a configuration: continued lines are joined, blanks around lines, empty lines and whole
 * lines of comment (`#`, `//`) go, and everything from the first NUL on.
 */
export function strip(original: string): Stripped {
  const nul = original.indexOf('\0');
  const kept = new Kept(original);
  const end = nul < 0 ? original.length : nul;
  let lineParts: [start: number, end: number][] = [];
  for (let start = 0; start <= end; ) {
    const feed = original.indexOf('\n', start);
    const lineEnd = feed < 0 || feed > end ? end : feed;
    const isContinued = lineEnd < end && lineEnd > start && original.charCodeAt(lineEnd - 1) === 0x5c;
    lineParts.push([start, isContinued ? lineEnd - 1 : lineEnd]);
    if (!isContinued) {
      kept.line(lineParts);
      lineParts = [];
    }
    start = lineEnd + 1;
  }
  return kept.result();
}

/** The stretches of the original that are kept, by where they begin in the new text. */
class Kept {
  readonly #parts: string[] = [];
  readonly #starts: number[] = [];
  readonly #origins: number[] = [];
  #length = 0;

  constructor(readonly original: string) {}

  line(parts: readonly [start: number, end: number][]): void {
    const trimmed = this.#trim(parts);
    const [first] = trimmed;
    if (first === undefined || this.#isComment(trimmed)) return;
    if (this.#length > 0) this.#add('\n', Math.max(0, first[0] - 1));
    for (const [start, end] of trimmed) this.#add(this.original.slice(start, end), start);
  }

  result(): Stripped {
    const [starts, origins] = [this.#starts, this.#origins];
    const originalOf = (offset: number): number => {
      const at = lastAtMost(starts, offset);
      return at < 0 ? 0 : (origins[at] ?? 0) + offset - (starts[at] ?? 0);
    };
    return { text: this.#parts.join(''), originalOf };
  }

  #add(text: string, origin: number): void {
    this.#parts.push(text);
    this.#starts.push(this.#length);
    this.#origins.push(origin);
    this.#length += text.length;
  }

  /** Without blanks at either end and without empty stretches. */
  #trim(parts: readonly [start: number, end: number][]): [number, number][] {
    const left = parts.map(([start, end]): [number, number] => [start, end]);
    for (let first = left[0]; first !== undefined; first = left[0]) {
      while (first[0] < first[1] && isBlank(this.original.charCodeAt(first[0]))) first[0]++;
      if (first[0] < first[1]) break;
      left.shift();
    }
    for (let last = left.at(-1); last !== undefined; last = left.at(-1)) {
      while (last[1] > last[0] && isBlank(this.original.charCodeAt(last[1] - 1))) last[1]--;
      if (last[0] < last[1]) break;
      left.pop();
    }
    return left;
  }

  #isComment(parts: readonly [start: number, end: number][]): boolean {
    let head = '';
    for (const [start, end] of parts) {
      head += this.original.slice(start, Math.min(end, start + 2));
      if (head.length >= 2) break;
    }
    return head.startsWith('#') || head.startsWith('//');
  }
}

/** The last index whose number is at most the limit, -1 where none is. Numbers ascend. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
