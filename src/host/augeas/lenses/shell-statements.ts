/** A statement of a shell script, as far as settings need it. */
export interface Statement {
  /** Of its first character, from 1. */
  readonly line: number;
  readonly text: string;
  /** Behind it on its line; the text is empty where it stands alone. */
  readonly comment: string | null;
}

/** Brackets, and quotes, within which nothing ends a statement. */
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '"': '"', "'": "'", '`': '`' };
const MAX_DEPTH = 100;

/** Statements end at line breaks and semicolons. Pure. */
export function* shellStatements(script: string): Generator<Statement> {
  let line = 1;
  let start = 0;
  let startLine = 1;
  const open: string[] = [];
  for (let at = 0; at <= script.length; at++) {
    const character = script[at] ?? '\n';
    const closing = open.at(-1);
    if (character === '\\' && closing !== "'") {
      at++;
      if (script[at] === '\n') line++;
      continue;
    }
    const isComment = character === '#' && !closing && /\s|^$/.test(script[at - 1] ?? '');
    const ends = !closing && (character === '\n' || character === ';');
    if (isComment || ends || at === script.length) {
      const text = script.slice(start, at).trim();
      const lineEnd = isComment ? endOfLine(script, at) : at;
      const comment = isComment ? script.slice(at + 1, lineEnd) : null;
      if (text !== '' || comment !== null) yield { line: startLine, text, comment };
      at = lineEnd;
      start = at + 1;
    } else if (character === closing) open.pop();
    else if (opens(script, at, closing) && open.length < MAX_DEPTH) open.push(CLOSING[character] ?? '');
    if ((script[at] ?? '\n') === '\n') line++;
    if (start === at + 1) startLine = line;
  }
}

const endOfLine = (script: string, from: number): number => {
  const newline = script.indexOf('\n', from);
  return newline < 0 ? script.length : newline;
};

/** Within single quotes nothing opens, within others only what stands behind a dollar sign or backtick does. */
function opens(script: string, at: number, within: string | undefined): boolean {
  const character = script[at] ?? '';
  if (!Object.hasOwn(CLOSING, character) || within === "'") return false;
  const isBracket = character === '(' || character === '{';
  const isArray = character === '(' && script[at - 1] === '=';
  if (isBracket)
    return script[at - 1] === '$' || (within !== '"' && (isArray || (within === ')' && character === '(')));
  return within !== '"' || character === '`';
}
