import * as T from './templates.js';
import type { Kind } from './values.js';

/** A template cut at its holes: texts and holes in turn, a text first and last. */
export interface Template {
  readonly texts: readonly string[];
  readonly holes: readonly T.Hole[];
}

/** Templates by what they give. */
export interface Grammar {
  readonly byKind: Readonly<Record<Kind, readonly Template[]>>;
  readonly conditions: readonly Template[];
  readonly mistakes: readonly Template[];
  readonly failures: readonly Template[];
  readonly hasTableFunctions: boolean;
}

/** The grammar without templates that call a function which is `missing`. */
export function makeGrammar(missing: ReadonlySet<string>): Grammar {
  const templates = (text: string): readonly Template[] =>
    text
      .trim()
      .split('\n')
      .filter((line) => calls(line).every((name) => !missing.has(name)))
      .map(cut);
  const int = templates(T.INT_TEMPLATES);
  const real = templates(T.REAL_TEMPLATES);
  const text = templates(T.TEXT_TEMPLATES);
  const blob = templates(T.BLOB_TEMPLATES);
  const any = templates(T.ANY_TEMPLATES);
  return {
    byKind: {
      int,
      big: int,
      real,
      wild: real,
      text,
      number: text,
      blob,
      any: [...any, ...any, ...int, ...real, ...text, ...blob],
    },
    conditions: templates(T.BOOL_TEMPLATES),
    mistakes: templates(T.MISTAKE_TEMPLATES),
    failures: templates(T.FAILURE_TEMPLATES),
    hasTableFunctions: !missing.has('json_extract'),
  };
}

/** Every function that some template calls. */
export function calledFunctions(): Set<string> {
  const texts = [
    T.INT_TEMPLATES,
    T.REAL_TEMPLATES,
    T.TEXT_TEMPLATES,
    T.BLOB_TEMPLATES,
    T.ANY_TEMPLATES,
    T.BOOL_TEMPLATES,
  ];
  return new Set(texts.flatMap(calls));
}

/** Of a template; the JSON operators are named by the function behind them, as are holes that hold JSON. */
function calls(template: string): string[] {
  const names = [...template.matchAll(/\b([a-z][a-z0-9_]*)\(/g)].map(([, name]) => name as string);
  return template.includes('->') ? [...names, 'json_extract'] : names;
}

function cut(line: string): Template {
  const parts = line.split(/\{([a-z-]+)\}/);
  return {
    texts: parts.filter((_, index) => index % 2 === 0),
    holes: parts.filter((_, index) => index % 2 === 1) as T.Hole[], // what stands between braces is one
  };
}
