/** XML without its comments. Pure. */
export function withoutComments(xml: string): string {
  let text = '';
  for (let at = 0; ; ) {
    const start = xml.indexOf('<!--', at);
    const end = start < 0 ? -1 : xml.indexOf('-->', start + 4);
    if (end < 0) return text + xml.slice(at, start < 0 ? undefined : start);
    text += xml.slice(at, start);
    at = end + 3;
  }
}

/** The text of the first element of a name, without what is around it and with its entities resolved. Pure. */
export function xmlText(xml: string, name: string): string | null {
  for (let at = xml.indexOf(`<${name}`); at >= 0; at = xml.indexOf(`<${name}`, at + 1)) {
    const isName = /[\s>]/.test(xml[at + name.length + 1] ?? '');
    const start = xml.indexOf('>', at);
    if (start < 0) return null;
    if (!isName || xml[start - 1] === '/') continue;
    const end = xml.indexOf(`</${name}`, start);
    if (end < 0) return null;
    const text = xml.slice(start + 1, end).trim();
    const [, literal] = /^<!\[CDATA\[([^]*)\]\]>$/.exec(text) ?? [];
    return (literal ?? resolved(text)).trim() || null;
  }
  return null;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const resolved = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
