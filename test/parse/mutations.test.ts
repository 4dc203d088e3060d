import fc from 'fast-check';
import t from 'tap';
import { describeError, SqlError } from '../../src/core/index.js';
import { parse } from '../../src/sql/parser/index.js';
import { imagesOf, mutants, queriesOf } from './mutants.js';

const seed = Number(process.env.HOSTQL_SEED ?? Date.now() % 2 ** 31);
const queries = queriesOf(/./);
const words = fc.constantFrom(...new Set(queries.flatMap(imagesOf)));

/** True unless something other than an SqlError with a fitting span comes out. */
function isSound(sql: string): boolean {
  try {
    parse(sql);
    return true;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { span, message } = error;
    const isPlaced = span !== undefined && span.start >= 0 && span.start <= span.end && span.end <= sql.length;
    const near = /^(?:near|unrecognized token:) "(.*)"/s.exec(message)?.[1];
    const isNear = near === undefined || near === sql.slice(span?.start, span?.end);
    return isPlaced && isNear && describeError(error, sql).includes('^');
  }
}

t.test(`queries with words moved about (HOSTQL_SEED=${seed})`, (t) => {
  const any = mutants(queries, fc.oneof(words, fc.string({ maxLength: 3 })));
  fc.assert(fc.property(any, isSound), { seed, numRuns: 10_000 });
  t.pass('10,000 mutants');
  t.end();
});

t.test(`any text at all (HOSTQL_SEED=${seed})`, (t) => {
  const piece = fc.oneof(
    words,
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(' ', '\n', "'", '"', '--', '/*'),
  );
  const any = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  fc.assert(fc.property(any, isSound), { seed, numRuns: 5_000 });
  t.pass('5,000 texts');
  t.end();
});
