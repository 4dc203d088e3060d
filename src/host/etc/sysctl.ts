import { compileGlob } from '../../core/index.js';
import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** Where files of settings are, in the order in which one hides another of the same name (sysctl.d(5)). */
const FOLDERS = [
  '/etc/sysctl.d',
  '/run/sysctl.d',
  '/usr/local/lib/sysctl.d',
  '/usr/lib/sysctl.d',
  '/lib/sysctl.d',
] as const;

/** A line of such a file: a path or pattern such as `net/ipv4/conf/eth?/rp_filter`, and its value. */
export interface SysctlSetting {
  readonly path: string;
  readonly value: string;
}

/** What is to be set when the machine starts. A setting by its name has precedence over one by a pattern. */
export class SysctlConfig {
  readonly #byPath = new Map<string, string>();
  readonly #byPattern: { readonly matches: readonly ((name: string) => boolean)[]; readonly value: string }[] = [];

  /** @param settings in the order in which they are applied */
  constructor(settings: Iterable<SysctlSetting>) {
    for (const { path, value } of settings) {
      if (/[*?[]/.test(path)) this.#byPattern.push({ matches: path.split('/').map(compileGlob), value });
      else this.#byPath.set(path, value);
    }
  }

  /** The value for a path below `/proc/sys`, null where nothing sets it. */
  valueOf(path: string): string | null {
    const exact = this.#byPath.get(path);
    if (exact !== undefined || this.#byPattern.length === 0) return exact ?? null;
    const names = path.split('/');
    const found = this.#byPattern.findLast(
      ({ matches }) => matches.length === names.length && matches.every((match, at) => match(names[at] ?? '')),
    );
    return found?.value ?? null;
  }
}

/** All files of the machine; what cannot be read is left out. `/etc/sysctl.conf` comes last, as sysctl(8) has it. */
export function readSysctlConfig(host: Host): SysctlConfig {
  const files = new Map<string, string>();
  for (const folder of FOLDERS)
    for (const name of readOr([], () => host.list(folder)))
      if (name.endsWith('.conf') && !name.startsWith('.') && !files.has(name)) files.set(name, `${folder}/${name}`);
  const paths = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
  return new SysctlConfig(
    [...paths, '/etc/sysctl.conf'].flatMap((path) => [...parseSysctl(readOr('', () => host.readText(path)))]),
  );
}

/** `name = value` per line; `#` and `;` start comments, and a leading `-` only says that failing is no error. Pure. */
export function* parseSysctl(text: string): Generator<SysctlSetting> {
  for (const line of linesOf(text)) {
    if (line.startsWith('#') || line.startsWith(';')) continue;
    const equals = line.indexOf('=');
    if (equals < 0) continue;
    const name = line.slice(0, equals).replace(/^-/, '').trim();
    if (name !== '') yield { path: toPath(name), value: line.slice(equals + 1).trim() };
  }
}

/** Whichever of `.` and `/` comes first separates; where that is `.`, a `/` stands for a dot inside a name (sysctl.d(5)). */
function toPath(name: string): string {
  if (/[./]/.exec(name)?.[0] === '/') return name.replace(/^\/+/, '');
  return name.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'));
}
