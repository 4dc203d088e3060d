/** What is said of long work while it goes on. */
export interface Progress {
  readonly elapsedMs: number;
  /** The table that is read. */
  readonly table: string | undefined;
  /** Rows read from tables. */
  readonly rows: number;
  readonly files: number;
}

/** Work that ends sooner says nothing. */
export const PROGRESS_AFTER_MS = 1000;

const count = (number: number, one: string): string =>
  `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;

/** `reading processes · 1,204 rows · 3,611 files · 2.4 s · Ctrl-C stops` */
export function progressText({ elapsedMs, table, rows, files }: Progress): string {
  const parts = [
    table === undefined ? 'working' : `reading ${table}`,
    ...(rows > 0 ? [count(rows, 'row')] : []),
    ...(files > 0 ? [count(files, 'file')] : []),
    durationText(elapsedMs),
    'Ctrl-C stops',
  ];
  return parts.join(' · ');
}

/** `0.012 s`, `2.4 s`, `1 min 12 s` */
export function durationText(ms: number): string {
  if (ms < 1000) return `${(ms / 1000).toFixed(3)} s`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
