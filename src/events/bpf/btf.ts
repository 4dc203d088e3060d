import { type Host, readOr } from '../../host/index.js';

/** Where members stand in structures of this kernel, in bytes. */
export interface TaskLayout {
  readonly pid: number;
  readonly tgid: number;
  readonly realParent: number;
  readonly cred: number;
  /** Undefined in kernels without audit. */
  readonly loginuid: number | undefined;
  /** Of struct cred: eight ids one after the other begin here. */
  readonly credUid: number;
}

const PATH = '/sys/kernel/btf/vmlinux';
const MAGIC = 0xeb9f;
const [STRUCT, UNION] = [4, 5];
/** Bytes that follow the twelve of each kind: so many, and so many for each of its members. */
const REST: readonly (readonly [fixed: number, each: number])[] = [
  ...([
    [0, 0],
    [4, 0],
    [0, 0],
    [12, 0],
    [0, 12],
    [0, 12],
    [0, 8],
    [0, 0],
    [0, 0],
    [0, 0],
  ] as const),
  ...([
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 8],
    [4, 0],
    [0, 12],
    [0, 0],
    [4, 0],
    [0, 0],
    [0, 12],
  ] as const),
];
const DEEPEST = 8;

/** Null where the kernel does not describe its types. */
export function readTaskLayout(host: Host): TaskLayout | null {
  const bytes = readOr(null, () => host.readBytes(PATH));
  return bytes && taskLayout(bytes);
}

/** Of the description of types that the kernel carries (Documentation/bpf/btf.rst); null where something is missing. Pure. */
export function taskLayout(bytes: Buffer): TaskLayout | null {
  const types = parseBtf(bytes);
  const task = types?.structure('task_struct');
  const credUid = types?.structure('cred')?.('uid');
  const [pid, tgid, realParent, cred] = ['pid', 'tgid', 'real_parent', 'cred'].map((name) => task?.(name));
  if (pid === undefined || tgid === undefined || realParent === undefined) return null;
  if (cred === undefined || credUid === undefined) return null;
  return { pid, tgid, realParent, cred, loginuid: task?.('loginuid'), credUid };
}

interface Types {
  /** Finds a member's offset by its name; in members without a name, too. */
  structure(name: string): ((member: string) => number | undefined) | undefined;
}

function parseBtf(bytes: Buffer): Types | undefined {
  if (bytes.length < 24 || bytes.readUInt16LE(0) !== MAGIC) return undefined;
  const [header, typesAt, typesBytes, textsAt] = [4, 8, 12, 16].map((at) => bytes.readUInt32LE(at));
  if (header === undefined || typesAt === undefined || typesBytes === undefined || textsAt === undefined)
    return undefined;
  const end = header + typesAt + typesBytes;
  const texts = header + textsAt;
  if (end > bytes.length) return undefined;
  const places: number[] = [0]; // type 0 is void
  for (let at = header + typesAt; at + 12 <= end; ) {
    places.push(at);
    const info = bytes.readUInt32LE(at + 4);
    const [fixed, each] = REST[(info >>> 24) & 0x1f] ?? [];
    if (fixed === undefined || each === undefined) return undefined; // a kind of a later kernel
    at += 12 + fixed + each * (info & 0xffff);
  }
  const isCalled = (nameAt: number, name: Buffer): boolean =>
    bytes.subarray(texts + nameAt, texts + nameAt + name.length).equals(name);

  function memberOf(place: number, name: Buffer, depth = 0): number | undefined {
    const info = bytes.readUInt32LE(place + 4);
    for (let i = 0; i < (info & 0xffff); i++) {
      const at = place + 12 + i * 12;
      if (at + 12 > end) return undefined;
      const bits = bytes.readUInt32LE(at + 8);
      const offset = (info >>> 31 ? bits & 0xffffff : bits) / 8;
      const nameAt = bytes.readUInt32LE(at);
      if (nameAt !== 0 && isCalled(nameAt, name)) return offset;
      const inner = nameAt === 0 && depth < DEEPEST ? places[bytes.readUInt32LE(at + 4)] : undefined;
      const found = inner && isStructure(inner) ? memberOf(inner, name, depth + 1) : undefined;
      if (found !== undefined) return offset + found;
    }
    return undefined;
  }
  const isStructure = (place: number): boolean => {
    const kind = (bytes.readUInt32LE(place + 4) >>> 24) & 0x1f;
    return kind === STRUCT || kind === UNION;
  };
  return {
    structure(name) {
      const wanted = terminated(name);
      const place = places.find((at) => at > 0 && isStructure(at) && isCalled(bytes.readUInt32LE(at), wanted));
      return place === undefined ? undefined : (member) => memberOf(place, terminated(member));
    },
  };
}

const terminated = (name: string): Buffer => Buffer.from(`${name}\0`, 'latin1');
