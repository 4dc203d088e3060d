import type { FileResult } from './pool.js';
import type { Counts, Failure } from './run-file.js';

/** Longer answers are cut: the first values tell what is wrong. */
const VALUES_SHOWN = 12;

/** What failed in a file, `path:line` first, so that editors and people find the place. */
export function describeFailures({ path, failures, counts }: FileResult): string {
  const hidden = counts.failed - failures.length;
  const more = hidden > 0 ? [`${path}: ${hidden} more failed (--failures ${counts.failed} shows all)\n`] : [];
  return [...failures.map((failure) => describeFailure(path, failure)), ...more].join('\n');
}

function describeFailure(path: string, { line, sql, reason, expected, actual }: Failure): string {
  const parts = [`${path}:${line}: ${reason}`];
  if (sql !== '') parts.push(indent(sql));
  if (expected) parts.push('  expected', list(expected));
  if (actual) parts.push('  actual', list(actual));
  return `${parts.join('\n')}\n`;
}

function list(values: readonly string[]): string {
  const shown = values.slice(0, VALUES_SHOWN);
  const hidden = values.length - shown.length;
  return indent([...shown, ...(hidden > 0 ? [`… ${hidden} more`] : [])].join('\n') || '(no rows)', 4);
}

const indent = (text: string, width = 2): string => text.replace(/^/gm, ' '.repeat(width));

export function describeTotals({ passed, failed, skipped }: Counts, files: number, elapsedMs: number): string {
  const where = `${files} ${files === 1 ? 'file' : 'files'}`;
  return `${passed} records passed, ${failed} failed, ${skipped} skipped in ${where} (${(elapsedMs / 1000).toFixed(1)} s)`;
}
