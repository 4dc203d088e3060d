import type { ByteSource } from '../files/byte-source.js';
import { textOf } from '../text.js';
import { Elf } from './elf.js';

/** A module that a program of Go was built from. */
export interface GoModule {
  readonly path: string;
  /** Such as v1.2.3; `(devel)` for one that was built from a working copy. */
  readonly version: string | null;
  /** Digest of its files: h1:… */
  readonly sum: string | null;
  readonly isMain: boolean;
  /** What stood in for it: a module with its version, or a folder. */
  readonly replacement: string | null;
}

/** What the linker of Go writes into a program (debug/buildinfo of Go). */
export interface GoBuildInfo {
  /** Such as go1.22.5. */
  readonly goVersion: string;
  /** Import path of its main package; null where modules were not used. */
  readonly mainPackage: string | null;
  /** The main module first, then its dependencies. */
  readonly modules: readonly GoModule[];
  /** Settings of the build: GOOS, vcs.revision, -tags, … */
  readonly settings: ReadonlyMap<string, string>;
}

const SECTION = '.go.buildinfo';
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGNMENT = 16;
const HEADER_BYTES = 32;
/** Without a table of sections, the magic is looked for at the start of what is written to, where the linker puts it. */
const SEARCHED_BYTES = 1024 * 1024;
/** A program of 5,000 modules has 1 MiB. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
/** Around the modules, 16 bytes each. */
const SENTINEL_BYTES = 16;

/** Null for what is no program of Go. @throws Refused where the file is damaged */
export function readGoBuildInfo(source: ByteSource): GoBuildInfo | null {
  const elf = Elf.open(source);
  const at = elf && findMagic(source, elf);
  if (elf === undefined || at === undefined) return null;
  const header = source.read(at, HEADER_BYTES);
  const texts = (header[15] ?? 0) & 2 ? inlineTexts(source, at + HEADER_BYTES) : pointedTexts(elf, header);
  if (!texts) return null;
  const [version, modules] = texts;
  const hasSentinels = modules.length >= 2 * SENTINEL_BYTES + 1 && modules.at(-SENTINEL_BYTES - 1) === 0x0a;
  const text = hasSentinels ? textOf(modules.subarray(SENTINEL_BYTES, -SENTINEL_BYTES)) : '';
  return { goVersion: textOf(version), ...parseGoModules(text) };
}

function findMagic(source: ByteSource, elf: Elf): number | undefined {
  const section = elf.section(SECTION);
  if (!section && elf.hasSections) return undefined;
  const places = section ? [section] : elf.segments().filter(({ isWritable }) => isWritable);
  for (const { offset, sizeBytes } of places) {
    const bytes = source.read(offset, Math.min(sizeBytes, SEARCHED_BYTES));
    for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1))
      if (at % ALIGNMENT === 0 && at + HEADER_BYTES <= bytes.length) return offset + at;
  }
  return undefined;
}

/** Since Go 1.18: each behind its length. */
function inlineTexts(source: ByteSource, start: number): [version: Buffer, modules: Buffer] | undefined {
  const version = lengthTold(source, start);
  const modules = version && lengthTold(source, version.end);
  return modules && [version.bytes, modules.bytes];
}

/** A length of seven bits a byte, the lowest first, and so many bytes. */
function lengthTold(source: ByteSource, start: number): { readonly bytes: Buffer; readonly end: number } | undefined {
  let length = 0;
  const head = source.read(start, Math.min(5, source.sizeBytes - start));
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte & 0x80) continue;
    if (length > MAX_TEXT_BYTES) return undefined;
    const at = start + i + 1;
    return { bytes: source.read(at, length), end: at + length };
  }
  return undefined;
}

/** Before Go 1.18: addresses of two strings, which are an address and a length each. */
function pointedTexts(elf: Elf, header: Buffer): [version: Buffer, modules: Buffer] | undefined {
  const size = header[14];
  if (size !== 4 && size !== 8) return undefined;
  const isBigEndian = ((header[15] ?? 0) & 1) !== 0;
  const number = (bytes: Buffer, at: number): number => {
    if (size === 4) return isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    return Number(isBigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
  };
  const [version, modules] = [ALIGNMENT, ALIGNMENT + size].map((at) => {
    const string = elf.bytesAt(number(header, at), 2 * size);
    const length = string ? number(string, size) : 0;
    if (!string || length > MAX_TEXT_BYTES) return undefined;
    return length === 0 ? Buffer.alloc(0) : elf.bytesAt(number(string, 0), length);
  });
  return version && [version, modules ?? Buffer.alloc(0)];
}

/** Lines of words with tabs between: `path`, `mod`, `dep`, `=>`, `build`. Pure. */
export function parseGoModules(text: string): Omit<GoBuildInfo, 'goVersion'> {
  let mainPackage: string | null = null;
  const modules: GoModule[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [kind, first = '', version = '', sum = ''] = line.split('\t');
    const last = modules.at(-1);
    if (kind === 'path') mainPackage = first;
    else if (kind === 'mod' || kind === 'dep')
      modules.push({
        path: first,
        version: version || null,
        sum: sum || null,
        isMain: kind === 'mod',
        replacement: null,
      });
    else if (kind === '=>' && last)
      modules[modules.length - 1] = {
        ...last,
        sum: sum || null,
        replacement: version === '' ? first : `${first}@${version}`,
      };
    else if (kind === 'build' && first.includes('='))
      settings.set(first.slice(0, first.indexOf('=')), unquoted(first.slice(first.indexOf('=') + 1)));
  }
  return { mainPackage, modules, settings };
}

/** A value with blanks or quotes in it is written as a string of Go. */
function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
