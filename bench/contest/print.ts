import type { Cell, Line } from '../record.js';
import type { Query } from './compete.js';
import type { Contender } from './contender.js';

const WIDTH = 24;
const ms = (cell: Cell | undefined): string => (cell?.ms ? `${digits(cell.ms.median)} ms` : '-');
const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** A line on the screen that the next one overwrites; where nobody looks, nothing. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K  ${text}\r`);
}

/** What each engine is, and the table's head: times and their ratio, memory, ratios of the others. */
export function printHead(title: string, contenders: readonly Contender[], queries: readonly Query[]): void {
  console.log(`  ${title}: ${queries.length} queries; a ratio is a rival's time to ours`);
  for (const { name, opened } of contenders) {
    if (opened)
      console.log(
        `    ${name.padEnd(8)} ${opened.version.padEnd(10)} loaded in ${(opened.ms / 1000).toFixed(1)} s, then ${opened.residentMiB.toFixed(0)} MiB resident`,
      );
  }
  const [ours, main, ...others] = contenders.map(({ name }) => name);
  console.log(
    `\n  ${''.padEnd(WIDTH)} ${ours?.padStart(10)} ${'quartiles'.padStart(13)} ${main?.padStart(10)} ${'ratio'.padStart(8)} ${'peak MiB'.padStart(11)}${others.map((name) => name.padStart(9)).join('')}`,
  );
}

export function printLine(line: Line, contenders: readonly Contender[]): void {
  progress('');
  const [mine, other, ...others] = contenders.map(({ name }) => line.cells[name]);
  const quartiles = mine?.ms ? `${digits(mine.ms.low)}-${digits(mine.ms.high)}` : '';
  const memory = `${mine?.peakMiB?.toFixed(0) ?? '-'}/${other?.peakMiB?.toFixed(0) ?? '-'}`;
  const { missed } = line;
  const verdict = !missed ? '' : missed.length > 0 ? `  MISSED: ${missed.join(', ')}` : '  ok';
  console.log(
    `  ${line.name.padEnd(WIDTH)} ${ms(mine).padStart(10)} ${quartiles.padStart(13)} ${ms(other).padStart(10)} ${ratio(other).padStart(8)} ${memory.padStart(11)}${others.map((cell) => ratio(cell).padStart(9)).join('')}${verdict}`,
  );
}

/** `>` where the rival was stopped, `?` where it said something else, a dash where it could not. */
function ratio(cell: Cell | undefined): string {
  if (cell?.ratio === undefined) return '-';
  const sign = cell.note === 'too slow' ? '>' : cell.note === undefined ? '' : '?';
  return `${sign}${cell.ratio.toFixed(cell.ratio < 100 ? 2 : 0)}x`;
}

/** What each rival did not answer, and why. */
export function printNotes(lines: readonly Line[], contenders: readonly Contender[]): void {
  for (const { name } of contenders) {
    const queriesOf = new Map<string, string[]>();
    for (const { name: query, cells } of lines) {
      const note = cells[name]?.note;
      if (note !== undefined) queriesOf.set(note, [...(queriesOf.get(note) ?? []), query]);
    }
    for (const [note, queries] of queriesOf) console.log(`    ${name}: ${note}: ${queries.join('; ')}`);
  }
}
