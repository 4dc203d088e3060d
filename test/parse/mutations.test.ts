import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { describeError, SqlError } from '../../src/core/index.js';
import { tokenize } from '../../src/sql/lexer/index.js';
import { parse } from '../../src/sql/parser/index.js';
import { caseFiles, parseCases } from '../run/case-file.js';

const seed = Number(process.env.HOSTQL_SEED ?? Date.now() % 2 ** 31);

/** Every query of the case files, right and wrong ones. */
const queries = caseFiles('.parse').flatMap((file) =>
  parseCases(file, readFileSync(file, 'utf8')).map(({ body }) => body),
);
const words = [...new Set(queries.flatMap((query) => tokenize(query).map(({ image }) => image)))];

interface Edit {
  readonly kind: 'delete' | 'insert' | 'replace' | 'swap' | 'cut' | 'repeat';
  readonly at: number;
  readonly other: number;
  readonly word: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('delete', 'insert', 'replace', 'swap', 'cut', 'repeat'),
  at: fc.nat(200),
  other: fc.nat(200),
  word: fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })),
});

function edited(images: readonly string[], { kind, at: place, other: far, word }: Edit): string[] {
  if (images.length === 0) return [word];
  const at = place % images.length;
  const other = far % images.length;
  const [here = '', there = ''] = [images[at], images[other]];
  switch (kind) {
    case 'delete':
      return images.toSpliced(at, 1);
    case 'insert':
      return images.toSpliced(at, 0, word);
    case 'replace':
      return images.toSpliced(at, 1, word);
    case 'swap':
      return images.with(at, there).with(other, here);
    case 'cut':
      return images.slice(0, at);
    case 'repeat':
      return images.toSpliced(at, 0, ...images.slice(Math.min(at, other), Math.max(at, other)));
  }
}

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
  const mutant = fc.record({
    query: fc.constantFrom(...queries),
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(mutant, ({ query, edits }) => {
      const images = edits.reduce<readonly string[]>(
        edited,
        tokenize(query).map(({ image }) => image),
      );
      return isSound(images.join(' '));
    }),
    { seed, numRuns: 10_000 },
  );
  t.pass('10,000 mutants');
  t.end();
});

t.test(`any text at all (HOSTQL_SEED=${seed})`, (t) => {
  const piece = fc.oneof(
    fc.constantFrom(...words),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(' ', '\n', "'", '"', '--', '/*'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => isSound(pieces.join(''))),
    { seed, numRuns: 5_000 },
  );
  t.pass('5,000 texts');
  t.end();
});
