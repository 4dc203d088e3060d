/** Rows of one name in `file_paths`. Interned: the same settings give the same object. */
export interface Category {
  readonly name: string;
  /** Opening and reading count, too. */
  readonly accesses: boolean;
}

/** How one name of a path is tested. */
export interface Step {
  /** The one name that it takes; undefined where it holds wildcards. */
  readonly literal?: string;
  /** Takes any number of names, none too. */
  readonly isDeep?: boolean;
  matches(name: string): boolean;
}

const ANY: Step = { matches: () => true };
const DEEP: Step = { isDeep: true, matches: () => true };

/**
 * A pattern of `file_paths` as steps down from `/`; several where it means several things.
 *
 * `%` and `*` are any characters within a name. `%%` and `**` are any names below, and end the name they stand in. A path
 * without wildcards at its end means that file, and, where it is a folder, what is directly in it; with a slash at its end
 * only the latter.
 * @returns none where the pattern is no absolute path
 */
export function parsePathPattern(text: string): readonly (readonly Step[])[] {
  if (!text.startsWith('/')) return [];
  const pattern = text.replaceAll('%', '*');
  const names = pattern.split('/').filter((name) => name !== '' && name !== '.');
  const steps: Step[] = [];
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    const deepAt = name.indexOf('**');
    if (deepAt === 0) steps.push(DEEP);
    else if (deepAt > 0) {
      const below = [...steps, stepOf(`${name.slice(0, deepAt)}*`)];
      return [below, [...below, DEEP]];
    } else {
      steps.push(stepOf(name));
      if (isLast && pattern.endsWith('/')) steps.push(ANY);
      else if (isLast && !name.includes('*')) return [steps, [...steps, ANY]];
    }
  }
  return [steps.length === 0 ? [ANY] : steps];
}

function stepOf(name: string): Step {
  if (!name.includes('*')) return { literal: name, matches: (other) => other === name };
  return { matches: starMatcher(name) };
}

/** Tests names against a text with `*` for any run of characters, in time linear in both. */
export function starMatcher(text: string): (name: string) => boolean {
  const parts = text.split(/\*+/);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1);
  if (parts.length === 1) return (name) => name === text;
  return (name) => {
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= name.length - last.length;
  };
}
