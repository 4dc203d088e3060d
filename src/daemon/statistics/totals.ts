/** What we keep of each query beside osquery's figures, over restarts, until its text changes or it leaves. */
export interface Totals {
  readonly runs: number;
  readonly failures: number;
  readonly cpuMs: number;
  readonly rows: number;
  readonly files: number;
  readonly syscalls: number;
  readonly bytesRead: number;
  /** Of the last run, where it failed. */
  readonly lastError?: string;
}

export const NO_TOTALS: Totals = { runs: 0, failures: 0, cpuMs: 0, rows: 0, files: 0, syscalls: 0, bytesRead: 0 };

const MAX_ERROR_LENGTH = 1_000;

/** With one more run that gave a result. */
export function afterSuccess({ lastError: _, ...before }: Totals, stats: RunStats): Totals {
  return {
    ...before,
    runs: before.runs + 1,
    cpuMs: before.cpuMs + stats.userMs + stats.systemMs,
    rows: before.rows + stats.rows,
    files: before.files + stats.files,
    syscalls: before.syscalls + stats.syscalls,
    bytesRead: before.bytesRead + stats.bytesRead,
  };
}

export interface RunStats {
  readonly userMs: number;
  readonly systemMs: number;
  readonly rows: number;
  readonly files: number;
  readonly syscalls: number;
  readonly bytesRead: number;
}

export const afterFailure = (before: Totals, message: string): Totals => ({
  ...before,
  failures: before.failures + 1,
  lastError: message.slice(0, MAX_ERROR_LENGTH),
});

/** Where the keys of totals begin. */
export const TOTALS_PREFIX = 'hostql_stats.';

/** The key of a query's totals in the domain `configurations`. */
export const totalsKey = (name: string): string => `${TOTALS_PREFIX}${name}`;

export const printTotals = (totals: Totals): string => JSON.stringify(totals);

/** What is damaged counts as nothing kept. */
export function parseTotals(text: string | undefined): Totals {
  const kept = parsed(text);
  const count = (name: keyof Totals): number => {
    const value = kept.get(name);
    return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : 0;
  };
  const lastError = kept.get('lastError');
  return {
    runs: count('runs'),
    failures: count('failures'),
    cpuMs: count('cpuMs'),
    rows: count('rows'),
    files: count('files'),
    syscalls: count('syscalls'),
    bytesRead: count('bytesRead'),
    ...(typeof lastError === 'string' && { lastError }),
  };
}

function parsed(text: string | undefined): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
