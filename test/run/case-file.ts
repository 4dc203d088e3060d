import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One record of a case file: a line that says what it is, a body, and below `----` what should come out. */
export interface Case {
  readonly file: string;
  /** 1-based, of the first line. */
  readonly line: number;
  /** The first line's words. */
  readonly words: readonly string[];
  /** The first line after its first word. */
  readonly rest: string;
  readonly body: string;
  /** undefined where there is no `----`. */
  readonly expected: readonly string[] | undefined;
  /** 0-based index of the line after the record. */
  readonly end: number;
}

/** A case that did not come out as written, and what came out. */
export interface Difference {
  readonly of: Case;
  readonly actual: readonly string[];
}

/** Records are separated by blank lines; a line that starts with `#` before a record is a comment. */
export function parseCases(file: string, text: string): Case[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const cases: Case[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]?.trim() === '' || lines[at]?.startsWith('#')) {
      at++;
      continue;
    }
    const end = endOfRecord(lines, at);
    cases.push(toCase(file, lines.slice(at, end), at));
    at = end;
  }
  return cases;
}

function endOfRecord(lines: readonly string[], start: number): number {
  const end = lines.findIndex((line, index) => index > start && line.trim() === '');
  return end < 0 ? lines.length : end;
}

function toCase(file: string, lines: readonly string[], start: number): Case {
  const [head = '', ...others] = lines;
  const words = head.trim().split(/\s+/);
  const ruler = others.indexOf('----');
  return {
    file,
    line: start + 1,
    words,
    rest: head
      .trim()
      .slice(words[0]?.length ?? 0)
      .trim(),
    body: (ruler < 0 ? others : others.slice(0, ruler)).join('\n'),
    expected: ruler < 0 ? undefined : others.slice(ruler + 1),
    end: start + lines.length,
  };
}

/** Puts what came out below `----`; records are written from the last to the first, so that line numbers hold. */
export function rewrite(file: string, differences: readonly Difference[]): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const { of, actual } of [...differences].sort((a, b) => b.of.line - a.of.line)) {
    const start = of.end - (of.expected?.length ?? 0);
    const ruler = of.expected === undefined ? ['----'] : [];
    lines.splice(start, of.expected?.length ?? 0, ...ruler, ...actual);
  }
  writeFileSync(file, lines.join('\n'));
}

export const isRewriting = process.env.HOSTQL_TEST_REWRITE === '1';

/** The case files with this ending below `test`, or those of them that the command line names. */
export function caseFiles(ending: string): string[] {
  const named = process.env.HOSTQL_TEST_CASES?.split('\n').filter((file) => file.endsWith(ending));
  return named ?? allCaseFiles(ending);
}

/** The case files with this ending, whatever the command line names: for tests that take them as material. */
export const allCaseFiles = (ending: string): string[] => listFiles('test').filter((file) => file.endsWith(ending));

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return path === join('test', 'hosts') ? [] : listFiles(path);
  });
}
