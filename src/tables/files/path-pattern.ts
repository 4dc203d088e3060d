import type { Pattern } from '../../catalog/index.js';
import { compileGlob, compileLike } from '../../core/index.js';

/** How a step of a pattern finds names in a folder. */
export interface PathStep {
  /** What stands before the name: nothing at the start of a relative path, else slashes. */
  readonly slashes: string;
  /** The step taken as a plain name; undefined where a run makes that impossible. */
  readonly plain: string | undefined;
  /** No other name than `plain` can match: the folder need not be read. */
  readonly isExact: boolean;
  /** No wildcard: other names than `plain` match through the case of their letters alone. */
  readonly isLiteral: boolean;
  readonly matches: (name: string) => boolean;
}

/**
 * A pattern cut at its slashes, as a search through folders: a run (`%`, of GLOB `*`) stays within one name, and names
 * that start with a dot are found only where the pattern has that dot; doubled at the very end, the search goes on
 * through everything below.
 */
export interface PathPattern {
  readonly steps: readonly PathStep[];
  /** Slashes after the last name: folders alone are meant. */
  readonly tail: string;
  readonly isRecursive: boolean;
  /** Ends in a run, which takes the slash that marks a folder (`/etc/apt/`). */
  readonly endsInRun: boolean;
}

/** One character of a pattern: `text` as it stands there, `plain` as a name has it, undefined for wildcards and sets. */
interface Piece {
  readonly text: string;
  readonly plain: string | undefined;
  /** A run is never plain; `_` and `?` could be meant so. */
  readonly isRun?: boolean;
}

/** Undefined: the pattern matches no path. Of REGEXP, too. */
export function parsePathPattern(pattern: Pattern): PathPattern | undefined {
  if (pattern.op === 'regexp' || pattern.text === '') return undefined;
  const pieces = pattern.op === 'like' ? likePieces(pattern.text, pattern.escape) : globPieces(pattern.text);
  if (pieces === undefined) return undefined;
  const steps: PathStep[] = [];
  let slashes = '';
  let name: Piece[] = [];
  for (const piece of pieces) {
    if (piece.plain === '/') {
      if (name.length > 0) {
        steps.push(stepOf(slashes, name, pattern));
        slashes = '';
        name = [];
      }
      slashes += '/';
    } else name.push(piece);
  }
  if (name.length > 0) steps.push(stepOf(slashes, name, pattern));
  const endsInRun = pieces.at(-1)?.isRun === true;
  return {
    steps,
    tail: name.length > 0 ? '' : slashes,
    isRecursive: endsInRun && pieces.at(-2)?.isRun === true,
    endsInRun,
  };
}

function likePieces(text: string, escape: string | undefined): Piece[] | undefined {
  const pieces: Piece[] = [];
  const chars = [...text];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === escape) {
      const next = chars[++at];
      if (next === undefined) return undefined;
      pieces.push({ text: char + next, plain: next });
    } else if (char === '%') pieces.push({ text: char, plain: undefined, isRun: true });
    else pieces.push({ text: char, plain: char === '_' ? undefined : char });
  }
  return pieces;
}

function globPieces(text: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  const chars = [...text];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === '[') {
      const first = chars[at + 1] === '^' ? at + 2 : at + 1;
      const end = chars.indexOf(']', first + 1);
      if (end < 0) return undefined;
      pieces.push({ text: chars.slice(at, end + 1).join(''), plain: undefined });
      at = end;
    } else if (char === '*') pieces.push({ text: char, plain: undefined, isRun: true });
    else pieces.push({ text: char, plain: char === '?' ? undefined : char });
  }
  return pieces;
}

function stepOf(slashes: string, pieces: readonly Piece[], { op, escape }: Pattern): PathStep {
  const text = pieces.map((piece) => piece.text).join('');
  const isLiteral = pieces.every((piece) => piece.plain !== undefined);
  const plain = pieces.some((piece) => piece.isRun)
    ? undefined
    : pieces.map((piece) => piece.plain ?? piece.text).join('');
  const isDotted = pieces[0]?.plain === '.';
  const test = op === 'like' ? compileLike(text, escape) : compileGlob(text);
  return {
    slashes,
    plain,
    isLiteral,
    isExact: isLiteral && (op === 'glob' || plain === undefined || !/[a-z]/i.test(plain)),
    matches: (name) => (isDotted || !name.startsWith('.')) && test(name),
  };
}
