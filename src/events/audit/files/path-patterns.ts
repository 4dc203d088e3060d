import { compileGlob } from '../../../core/index.js';

type Test = (text: string) => boolean;

/**
 * Tells which paths the patterns mean, by osquery's rules: `%` stands for any run within one name, `%%` for everything below,
 * `*` and `**` likewise; a folder (`/etc/`) means what is directly in it. A file need not be there yet.
 */
export function pathPatterns(patterns: readonly string[]): Test {
  const exact = new Set<string>();
  const tests: Test[] = [];
  for (const pattern of patterns) {
    const glob = pattern.replaceAll('%', '*');
    const deep = glob.indexOf('**');
    if (deep >= 0) tests.push(patternTest(glob.slice(0, deep), true));
    else if (glob.endsWith('/')) tests.push(patternTest(`${glob}*`, false));
    else if (WILDCARD.test(glob)) tests.push(patternTest(glob, false));
    else exact.add(glob);
  }
  return (path) => exact.has(path) || tests.some((test) => test(path));
}

const WILDCARD = /[*?[]/;

/** @param isDeep what begins so, to any depth. A wildcard never stands for a `/`, so that name is compared with name */
function patternTest(glob: string, isDeep: boolean): Test {
  const literal = glob.slice(0, glob.search(WILDCARD) >>> 0);
  const names = (isDeep ? `${glob}*` : glob).split('/').map(nameTest);
  return (path) => {
    if (!path.startsWith(literal)) return false;
    const parts = path.split('/');
    const isLong = isDeep ? parts.length >= names.length : parts.length === names.length;
    return isLong && names.every((matches, index) => matches(parts[index] ?? ''));
  };
}

function nameTest(name: string): Test {
  if (name === '*') return (text) => text !== '';
  return WILDCARD.test(name) ? compileGlob(name) : (text) => text === name;
}
