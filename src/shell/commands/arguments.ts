/** osquery reads no more words of a line. */
const MOST_WORDS = 50;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"' };

/**
 * The words of a dot command: between blanks, or in quotes where one starts with them. Backslashes mean something in
 * double quotes and without any (`\t`, `\n`, `\r`, `\\`, `\"`, octal); a quote that is left open ends with the line.
 */
export function wordsIn(line: string): string[] {
  const words: string[] = [];
  const word = /[ \t]*(?:'([^']*)'?|"((?:\\[^]|[^"\\])*)\\?"?|([^ \t]+))/y;
  while (words.length < MOST_WORDS) {
    const match = word.exec(line);
    if (!match) break;
    const [, plain, quoted, bare] = match;
    words.push(plain ?? unescaped(quoted ?? bare ?? ''));
  }
  return words;
}

const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|[^])/g, (whole, escape: string) =>
    /^[0-7]/.test(escape) ? String.fromCharCode(Number.parseInt(escape, 8) & 0xff) : (ESCAPES[escape] ?? whole),
  );

/** A line without its dot: the name, and what stands behind it. */
export function nameAndRest(line: string): { readonly name: string; readonly rest: string } {
  const [, name = '', rest = ''] = /^[ \t]*([^ \t]*)[ \t]*([^]*)$/.exec(line) ?? [];
  return { name, rest };
}

/** A truth value as sqlite3's shell reads it; undefined where it is none. */
export function switchIn(word: string): boolean | undefined {
  if (/^(\d+|0x[\da-f]+)$/i.test(word)) return BigInt(word) !== 0n;
  const text = word.toLowerCase();
  if (['1', 'y', 'yes', 't', 'true', 'ok', 'enable', 'on'].includes(text)) return true;
  return ['0', 'n', 'no', 'f', 'false', 'disable', 'off'].includes(text) ? false : undefined;
}
