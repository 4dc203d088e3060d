import { readFileSync } from 'node:fs';
import t from 'tap';
import { type Case, caseFiles, type Difference, isRewriting, parseCases, rewrite } from './case-file.js';
import { sameLines } from './render.js';

/** What running a record gave: the lines to compare with those below `----`, or what is wrong with it. */
export type Outcome = { readonly lines: readonly string[] } | { readonly wrong: string };

/** Runs all case files with an ending, one subtest a file; `start` gives each file its own runner. */
export function runCases(ending: string, start: () => (record: Case) => Promise<Outcome | undefined>): void {
  for (const file of caseFiles(ending)) {
    t.test(file, async (t) => {
      const run = start();
      const differences: Difference[] = [];
      for (const record of parseCases(file, readFileSync(file, 'utf8'))) {
        const name = `${file}:${record.line} ${record.body.split('\n')[0] ?? ''}`;
        const outcome = await run(record).catch((error: unknown): Outcome => ({ wrong: String(error) }));
        if (!outcome) continue;
        if ('wrong' in outcome) t.fail(`${name}: ${outcome.wrong}`);
        else if (sameLines(outcome.lines, record.expected ?? [])) t.pass(name);
        else if (isRewriting) differences.push({ of: record, actual: outcome.lines });
        else t.equal(text(outcome.lines), text(record.expected ?? []), name);
      }
      if (differences.length > 0) rewrite(file, differences);
      if (differences.length > 0) t.pass(`${differences.length} records rewritten`);
    });
  }
}

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
