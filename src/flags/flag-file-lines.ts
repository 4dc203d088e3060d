import { basename } from 'node:path';
import { compileGlob } from '../core/index.js';

export interface LineRules {
  readonly argv0: string;
  /**
   * `gflags`: a line ends at the next CR of the file, wherever that is, and at the next LF only where no CR follows.
   * `any`: at LF, CR or both.
   */
  readonly lineEnds: 'gflags' | 'any';
}

/** The flags of a flag file that are meant for this program, without their dashes: `name=value` or `name`. */
export function* flagFileLines(contents: string, { argv0, lineEnds }: LineRules): Generator<string> {
  const names = [argv0, basename(argv0)];
  let relevant = true;
  let inFilter = false;
  for (const line of lineEnds === 'gflags' ? gflagsLines(untilNul(contents)) : anyLines(contents)) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('-')) {
      inFilter = false;
      if (relevant) yield line.replace(/^--?/, '');
      continue;
    }
    // Several lines of names in a row are one filter.
    relevant = (inFilter && relevant) || line.split(' ').some((glob) => names.some((name) => globMatches(glob, name)));
    inFilter = true;
  }
}

const untilNul = (contents: string): string => {
  const nul = contents.indexOf('\0');
  return nul < 0 ? contents : contents.slice(0, nul);
};

const BLANK = /[ \t\n\v\f\r]/;

function* gflagsLines(contents: string): Generator<string> {
  const lastReturn = contents.lastIndexOf('\r');
  for (let at = 0; at <= contents.length; ) {
    while (at < contents.length && BLANK.test(contents.charAt(at))) at++;
    const end = contents.indexOf(at <= lastReturn ? '\r' : '\n', at);
    yield contents.slice(at, end < 0 ? contents.length : end);
    if (end < 0) return;
    at = end + 1;
  }
}

function* anyLines(contents: string): Generator<string> {
  for (const line of contents.split(/\r\n|\r|\n/)) yield line.replace(/^[ \t\v\f]+/, '');
}

/** fnmatch(3) with FNM_PATHNAME: part by part, so that `*` stays between slashes. */
function globMatches(glob: string, name: string): boolean {
  const globs = glob.replaceAll('[!', '[^').split('/');
  const parts = name.split('/');
  return globs.length === parts.length && globs.every((part, at) => compileGlob(part)(parts[at] ?? ''));
}
