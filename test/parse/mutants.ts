import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { tokenize } from '../../src/sql/lexer/index.js';
import { allCaseFiles, parseCases } from '../run/case-file.js';

/** The queries of the case files that a name matches, right and wrong ones. */
export function queriesOf(files: RegExp): string[] {
  const named = allCaseFiles('.parse').filter((file) => files.test(file));
  return named.flatMap((file) => parseCases(file, readFileSync(file, 'utf8')).map(({ body }) => body));
}

interface Edit {
  readonly kind: 'delete' | 'insert' | 'replace' | 'swap' | 'cut' | 'repeat';
  readonly at: number;
  readonly other: number;
  readonly word: string;
}

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

export const imagesOf = (query: string): string[] => tokenize(query).map(({ image }) => image);

/** Queries with a few of their words deleted, swapped, repeated or replaced by others. */
export function mutants(queries: readonly string[], words: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit: fc.Arbitrary<Edit> = fc.record({
    kind: fc.constantFrom('delete', 'insert', 'replace', 'swap', 'cut', 'repeat'),
    at: fc.nat(200),
    other: fc.nat(200),
    word: words,
  });
  return fc
    .record({ query: fc.constantFrom(...queries), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) })
    .map(({ query, edits }) => edits.reduce<readonly string[]>(edited, imagesOf(query)).join(' '));
}
