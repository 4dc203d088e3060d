import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { leadingNumber } from '../numbers.js';
import { linesOf } from '../words.js';

/** Which system this is. Numbers are null where the release is no number (`rolling`). */
export interface OsRelease {
  readonly name: string;
  /** ID as it is written, such as `debian` or `fedora`; null where it is not. */
  readonly id: string | null;
  /** VERSION_ID as it is written, such as `22.04`; null for a release without number. */
  readonly versionId: string | null;
  readonly version: string | null;
  readonly major: number | null;
  readonly minor: number | null;
  readonly patch: number | null;
  readonly build: string | null;
  /** The distribution's id, such as `debian`; `rhel` for all that carry `/etc/redhat-release`. */
  readonly platform: string;
  readonly platformLike: string | null;
  readonly codename: string | null;
}

const RELEASE_MAX_BYTES = 1024 * 1024;

/** Reads what there is of os-release, redhat-release and gentoo-release; with none of them, an `Unknown` system. */
export function readOsRelease(host: Host): OsRelease {
  const read = (path: string): string | null => readOr(null, () => host.readText(path, RELEASE_MAX_BYTES));
  const release = parseOsRelease(read('/etc/os-release') ?? read('/usr/lib/os-release') ?? '');
  const redhat = read('/etc/redhat-release');
  if (redhat !== null) return withReleaseFile(release, 'rhel', redhat);
  const gentoo = read('/etc/gentoo-release');
  return gentoo === null ? release : withReleaseFile(release, 'gentoo', gentoo);
}

/** os-release(5). Pure. */
export function parseOsRelease(text: string): OsRelease {
  const fields = parseFields(text);
  const [major, minor, ...patch] = (fields.get('VERSION_ID') ?? '').split('.').filter((part) => part !== '');
  const codename = [...fields].findLast(([key, value]) => key.includes('CODENAME') && value !== '');
  return {
    name: fields.get('NAME') || 'Unknown',
    id: fields.get('ID') || null,
    versionId: fields.get('VERSION_ID') || null,
    version: fields.get('VERSION') || null,
    major: numberOr0(major),
    minor: numberOr0(minor),
    patch: numberOr0(patch[0]),
    build: fields.get('BUILD_ID') || null,
    platform: fields.get('ID') || 'posix',
    platformLike: fields.get('ID_LIKE') || null,
    codename: codename?.[1] ?? null,
  };
}

/** Absent is 0; what is there but no number is null. */
const numberOr0 = (text: string | undefined): number | null => (text === undefined ? 0 : leadingNumber(text));

/**
 * A system that carries one line on itself, such as `CentOS Linux release 7.9.2009 (Core)`: that line is its version,
 * and name and numbers come from it where it has a number with a dot. Pure.
 */
export function withReleaseFile(release: OsRelease, platform: string, text: string): OsRelease {
  const version = text.trim().replace(/[ \t]+/g, ' ');
  const named = { ...release, version: version || null, build: null, platform, platformLike: platform };
  const number = / (\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?/.exec(version);
  if (!number) return named; // `Fedora release 39 (Thirty Nine)`
  const name = version.slice(0, number.index).replace(/ release$/, '');
  return { ...named, name, major: Number(number[1]), minor: Number(number[2]), patch: Number(number[3] ?? 0) };
}

/** `KEY=value` lines; the last of a repeated key counts. */
function parseFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of linesOf(text)) {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line);
    if (!match?.[1]) continue;
    fields.delete(match[1]); // a repeated key counts where it stands last
    fields.set(match[1], unquote(match[2] ?? ''));
  }
  return fields;
}

/** A value as the shell reads it: in double quotes, a backslash frees `"`, `$`, a backquote and itself. */
function unquote(value: string): string {
  const quote = value[0];
  if (quote === "'") return value.slice(1, closing(value, "'"));
  if (quote === '"') return (/^"((?:[^"\\]|\\.)*)/s.exec(value)?.[1] ?? '').replace(/\\(["$`\\])/g, '$1');
  return value;
}

function closing(value: string, quote: string): number {
  const end = value.indexOf(quote, 1);
  return end < 0 ? value.length : end;
}
