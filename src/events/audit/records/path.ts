import { FieldReader } from './fields.js';

/** A PATH record: a name that a call was about. */
export interface PathRecord {
  /** Its place among those of the event. */
  readonly item: number;
  /** Null where the kernel has none. */
  readonly name: string | null;
  /** In decimal, as the kernel writes it; undefined for what does not exist. */
  readonly inode: number | undefined;
  /** `fe:00`, major and minor in hexadecimal. */
  readonly device: string | undefined;
  /** Octal digits, such as 0100755. */
  readonly mode: string | undefined;
  readonly ownerUid: number | undefined;
  readonly ownerGid: number | undefined;
  /** NORMAL, PARENT, CREATE, DELETE or UNKNOWN. */
  readonly kind: string | undefined;
}

const NAMES = ['item', 'name', 'inode', 'dev', 'mode', 'ouid', 'ogid', 'nametype'] as const;
const fields = new FieldReader(NAMES);
const [ITEM, NAME, INODE, DEVICE, MODE, OWNER_UID, OWNER_GID, KIND] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Reads PATH records, in the order of their items. */
export function parsePaths(records: readonly Buffer[]): PathRecord[] {
  const paths = records.map(parsePath);
  return paths.length > 1 ? paths.sort((a, b) => a.item - b.item) : paths;
}

function parsePath(record: Buffer): PathRecord {
  fields.read(record, 0, record.length);
  return {
    item: fields.decimal(ITEM) ?? 0,
    name: fields.raw(NAME) === '(null)' ? null : (fields.text(NAME) ?? null),
    inode: fields.decimal(INODE),
    device: fields.raw(DEVICE),
    mode: fields.raw(MODE),
    ownerUid: fields.decimal(OWNER_UID),
    ownerGid: fields.decimal(OWNER_GID),
    kind: fields.raw(KIND),
  };
}

const cwdFields = new FieldReader(['cwd']);

/** The working folder that a CWD record tells; null where there is none. */
export function parseCwd(record: Buffer | undefined): string | null {
  if (!record) return null;
  cwdFields.read(record, 0, record.length);
  return cwdFields.raw(0) === '(null)' ? null : (cwdFields.text(0) ?? null);
}
