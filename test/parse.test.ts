import { readFileSync } from 'node:fs';
import t from 'tap';
import { describeError, SqlError } from '../src/core/index.js';
import { parse } from '../src/sql/parser/index.js';
import { compact } from './parse/compact.js';
import { type Case, caseFiles, type Difference, isRewriting, parseCases, rewrite } from './run/case-file.js';

/**
 * A record `parse` or `error`, a query, and below `----` each statement as a tree, or the error as
 * people see it. `\t` and the like in a record whose first line says `escaped` stand for the character.
 */
for (const file of caseFiles('.parse')) {
  t.test(file, (t) => {
    const differences: Difference[] = [];
    for (const record of parseCases(file, readFileSync(file, 'utf8'))) {
      const name = `${file}:${record.line} ${record.body.split('\n')[0] ?? ''}`;
      const actual = outcome(record);
      if (isRewriting && record.expected?.join('\n') !== actual.join('\n')) differences.push({ of: record, actual });
      else t.equal(actual.join('\n'), record.expected?.join('\n'), name);
    }
    if (differences.length > 0) rewrite(file, differences);
    if (differences.length > 0) t.pass(`${differences.length} records rewritten`);
    t.end();
  });
}

function outcome({ words, body }: Case): string[] {
  const sql = words.includes('escaped') ? (JSON.parse(`"${body}"`) as string) : body;
  try {
    const trees = parse(sql).map(compact);
    return words[0] === 'parse' ? trees : ['no error', ...trees];
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return words[0] === 'error' ? describeError(error, sql).split('\n') : [`error: ${error.message}`];
  }
}
