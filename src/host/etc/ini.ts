/** A section of an INI file: what stands under `[name]`. */
export interface IniSection {
  readonly name: string;
  /** Values by key, keys in lower case. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * An INI file as Python's configparser reads it: `key = value` or `key: value`; `#` and `;` begin a comment line; lines
 * that begin with a blank go on with the value before, a blank between. A section that comes again adds to the first;
 * of two values for a key the last counts. A line that is none of these is left out alone. Pure.
 */
export function parseIni(text: string): IniSection[] {
  const sections = new Map<string, Map<string, string>>();
  let values: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    if (/^\s/.test(line) && key !== undefined) {
      values?.set(key, `${values.get(key)} ${trimmed}`.trim());
      continue;
    }
    if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
      const name = trimmed.slice(1, -1).trim();
      values = sections.get(name) ?? new Map<string, string>();
      sections.set(name, values);
      key = undefined;
      continue;
    }
    const at = trimmed.search(/[=:]/);
    key = at > 0 ? trimmed.slice(0, at).trim().toLowerCase() : undefined;
    if (key !== undefined) values?.set(key, trimmed.slice(at + 1).trim());
  }
  return [...sections].map(([name, values]) => ({ name, values }));
}
