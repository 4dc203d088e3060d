import type { Line } from './results-log.js';

/** What one run of a query logged: its lines have one counter and come from one process. */
interface Report {
  readonly counter: number;
  readonly process: string;
  readonly lines: Line[];
}

export interface Replayed {
  /** The rows that whoever reads the log knows of now, sorted. */
  readonly rows: readonly string[];
  /** Reports that a later one with the same counter replaced: a crash came between the log and the store. */
  readonly repeats: number;
  /** What should never be. */
  readonly faults: readonly string[];
}

/**
 * Reads the log as a consumer does who trusts it: reports follow each other by counter, and one that comes again takes the
 * place of the first. Processes are told apart by the decoration `process`.
 */
export function replay(lines: readonly Line[], column: string): Replayed {
  const faults: string[] = [];
  const reports = reportsOf(lines);
  const last = new Map<number, Report>();
  for (const report of reports) {
    const newest = Math.max(-1, ...last.keys());
    if (report.counter < newest) faults.push(`counter ${report.counter} after ${newest}`);
    if (report.counter > newest + 1) faults.push(`counter ${report.counter} after ${newest}: reports are missing`);
    last.set(report.counter, report);
  }
  const rows = new Map<string, number>();
  for (const [counter, report] of [...last].sort(([a], [b]) => a - b)) {
    if (counter === 0) rows.clear();
    for (const { action, columns } of report.lines) {
      const row = columns[column] ?? '';
      const count = (rows.get(row) ?? 0) + (action === 'added' ? 1 : -1);
      if (count < 0) faults.push(`${row} is removed by ${counter} and was never added`);
      rows.set(row, count);
    }
  }
  return {
    rows: [...rows].flatMap(([row, count]) => Array<string>(Math.max(0, count)).fill(row)).sort(),
    repeats: reports.length - last.size,
    faults,
  };
}

function reportsOf(lines: readonly Line[]): Report[] {
  const reports: Report[] = [];
  for (const line of lines) {
    const process = line.decorations?.['process'] ?? '';
    const open = reports.at(-1);
    if (open?.counter === line.counter && open.process === process) open.lines.push(line);
    else reports.push({ counter: line.counter, process, lines: [line] });
  }
  return reports;
}
