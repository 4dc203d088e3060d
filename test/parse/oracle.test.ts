import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import t from 'tap';
import { SqlError } from '../../src/core/index.js';
import { parse } from '../../src/sql/parser/index.js';
import { withOracle } from '../core/sqlite-oracle.js';
import { imagesOf, mutants, queriesOf } from './mutants.js';

// Fixed unless told otherwise: a difference found by chance is news about a rare quirk, not about a change just made.
const seed = Number(process.env.HOSTQL_SEED ?? 1);

/** What SQLite's parser says; anything else comes from later stages, which end a statement sooner than its end. */
const OF_THE_PARSER =
  /^(near ".*": syntax error|incomplete input|unrecognized token: ".*"|(ORDER BY|LIMIT) clause should come|unknown join type|a JOIN clause is required|variable number must|unsupported frame spec|too many (arguments|FROM))/;

/** Where we differ on purpose, or sqlite3 is older than the 3.42 that we follow. */
const LEFT_OUT = [
  // Triggers are read as far as their name; statements are compared one by one.
  /\btrigger\b|;/i,
  // Ours alone.
  /^\s*(analyze\b|\()/i,
  // Calls of functions named like joins: since 3.41.
  /\b(left|right|full|inner|outer|cross|natural|indexed)\s*\(/i,
  // Refused while reading in SQLite, when binding here.
  /\bdefault left\b|\bnulls\b|\bgenerated\b|\bdeferrable\b|\braise\b/i,
];

/** Errors by line, as the sqlite3 program tells them. */
function askSqlite(statements: readonly string[]): Map<number, string> {
  const script = ['CREATE TABLE t (a, b, c);', ...statements.map((sql) => `EXPLAIN ${sql};`)].join('\n');
  const { stderr } = spawnSync('sqlite3', ['-batch', ':memory:'], {
    input: script,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return new Map(
    [...stderr.matchAll(/^(?:Parse|Runtime) error near line (\d+): (.*)$/gm)].map(([, line, text]) => [
      Number(line),
      text ?? '',
    ]),
  );
}

function ours(sql: string): string | undefined {
  try {
    parse(`EXPLAIN ${sql};`);
    return undefined;
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}

t.test(`mutants fail as in SQLite, at the same token (HOSTQL_SEED=${seed})`, withOracle, (t) => {
  const queries = queriesOf(/(changes|literals|names|operators|queries|statements|windows)\.parse$/).filter(
    (sql) => !sql.includes('\n'),
  );
  const words = fc.constantFrom(...new Set(queries.flatMap(imagesOf)));
  const drawn = fc.sample(mutants(queries, words), { seed, numRuns: 3000 });
  const statements = drawn.filter((sql) => sql !== '' && !LEFT_OUT.some((pattern) => pattern.test(sql)));
  const theirs = askSqlite(statements);
  const differing = statements.flatMap((sql, index) => {
    const told = theirs.get(index + 2);
    const wanted = told !== undefined && OF_THE_PARSER.test(told) ? told : undefined;
    // A name that SQLite does not know may end its reading before our error.
    if (told !== undefined && wanted === undefined) return [];
    // ORDER BY within an aggregate: since 3.44.
    if (wanted !== undefined && /near "ORDER"/i.test(wanted)) return [];
    const got = ours(sql);
    return got === wanted ? [] : [`${sql}\n  sqlite3: ${told ?? 'no error'}\n  ours: ${got ?? 'no error'}`];
  });
  t.ok(theirs.size > 500, `${theirs.size} errors of ${statements.length} statements`);
  t.equal(differing.slice(0, 10).join('\n'), '');
  t.end();
});
