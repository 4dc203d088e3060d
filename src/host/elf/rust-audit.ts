import { inflateSync } from 'node:zlib';
import { Refused, TooLarge } from '../errors.js';
import { type ByteSource, damaged } from '../files/byte-source.js';
import { jsonAt, jsonList, jsonText, parseJson } from '../json/json.js';
import { textOf } from '../text.js';
import { Elf } from './elf.js';

/** A crate that a program was built from. */
export interface RustPackage {
  readonly name: string;
  readonly version: string | null;
  /** crates.io, git, local, registry; null where it is not told. */
  readonly source: string | null;
  /** runtime, or build where it is used in the build alone. */
  readonly kind: string;
  readonly isRoot: boolean;
}

const SECTION = '.dep-v0';
const PACKED_MAX_BYTES = 8 * 1024 * 1024;
/** As the reader of cargo-auditable limits it. */
const JSON_MAX_BYTES = 8 * 1024 * 1024;

/**
 * The list of crates that cargo auditable writes into a program: JSON, packed by zlib. Null where there is none.
 * @throws Refused where it is damaged, TooLarge
 */
export function readRustAudit(source: ByteSource): RustPackage[] | null {
  const section = Elf.open(source)?.section(SECTION);
  if (!section) return null;
  if (section.sizeBytes > PACKED_MAX_BYTES) throw new TooLarge(source.path, PACKED_MAX_BYTES);
  const packed = source.read(section.offset, section.sizeBytes);
  return parseRustAudit(textOf(unpacked(packed, source.path)));
}

function unpacked(packed: Buffer, path: string): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: JSON_MAX_BYTES });
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw error instanceof RangeError ? new TooLarge(path, JSON_MAX_BYTES) : damaged(path);
  }
}

/** Packages without a name are left out. Pure. */
export function parseRustAudit(text: string): RustPackage[] {
  return jsonList(jsonAt(parseJson(text), 'packages')).flatMap((entry) => {
    const name = jsonText(entry, 'name');
    if (name === null) return [];
    return [
      {
        name,
        version: jsonText(entry, 'version'),
        source: jsonText(entry, 'source'),
        kind: jsonText(entry, 'kind') ?? 'runtime',
        isRoot: jsonAt(entry, 'root') === true,
      },
    ];
  });
}
