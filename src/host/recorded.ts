import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FileSystemStats, HostFacts, InterfaceAddress, Uname } from './facts.js';
import type { ExtendedAttribute } from './files/xattr.js';
import { isRecord, Shape } from './recorded-shape.js';
import type { StatOverride } from './recorded-stat.js';

/** The file in a recorded machine's root that holds what its tree cannot. */
export const RECORD_FILE = '.host.json';
/** The folder in a recorded machine's root that holds the files of its containers. */
export const RECORD_FOLDER = '.host';

/** Whether a name in a folder of a recorded machine is the record's, and not the machine's. */
export const isOfRecord = (folder: string, name: string): boolean =>
  folder === '/' && (name === RECORD_FILE || name === RECORD_FOLDER);

/** A recorded machine: its facts, and what git does not keep of its files. */
export interface RecordedHost {
  readonly facts: HostFacts;
  /** Times of files without one of their own, in seconds since the epoch. */
  readonly fileTimeSeconds: number;
  /** By path in the recorded root. */
  readonly stat: ReadonlyMap<string, StatOverride>;
  readonly statfs: ReadonlyMap<string, FileSystemStats>;
  /** Paths that fail with EACCES, as the recorder was not allowed to read them; a folder takes in all below it. */
  readonly refused: ReadonlySet<string>;
  /** By path in the recorded root. */
  readonly extendedAttributes: ReadonlyMap<string, readonly ExtendedAttribute[]>;
  /** What the system told otherwise than in files, by the name that its reader gave it. */
  readonly answers: ReadonlyMap<string, Buffer>;
  /** Where the files of a mount namespace are, by its id: a path in the recorded root. */
  readonly mountNamespaces: ReadonlyMap<string, string>;
}

/**
 * The record of a tree, undefined where it has none (then files are taken as they are).
 * @throws Error naming the field that is wrong
 */
export function readRecord(root: string): RecordedHost | undefined {
  const file = path.join(root, RECORD_FILE);
  if (!fs.existsSync(file)) return undefined;
  return parseRecord(JSON.parse(fs.readFileSync(file, 'utf8')), file);
}

/** Pure. Every field may be absent; see `NEUTRAL` for what stands in. */
export function parseRecord(json: unknown, name: string = RECORD_FILE): RecordedHost {
  const shape = new Shape(json, name);
  const facts = recordedFacts(shape);
  const record = {
    facts,
    fileTimeSeconds: shape.number('fileTime', Math.floor(facts.nowMs() / 1000)),
    stat: shape.map('stat', parseStat),
    statfs: shape.map('statfs', parseStatfs),
    refused: new Set(shape.list('refused', (value) => (typeof value === 'string' ? value : undefined)) ?? []),
    extendedAttributes: shape.map('extendedAttributes', parseAttributes),
    answers: shape.map('answers', parseAnswerBytes),
    mountNamespaces: shape.map('mountNamespaces', (value) =>
      typeof value === 'string' && value.startsWith('/') ? value : undefined,
    ),
  };
  shape.finish();
  return record;
}

/** The machine of a tree without a record: a nameless 64-bit Linux. */
export const NEUTRAL: HostFacts = recordedFacts(new Shape({}, 'neutral'));

function recordedFacts(shape: Shape): HostFacts {
  const hostname = shape.text('hostname', 'localhost');
  const nowMs = shape.number('nowMs', Date.UTC(2026, 0, 1));
  const timeZone = shape.text('timeZone', '');
  const uid = shape.number('uid', 0);
  const addresses = shape.list('interfaceAddresses', parseAddress) ?? [];
  return {
    nowMs: () => nowMs,
    timeZone: timeZone === '' ? undefined : timeZone,
    uname: parseUname(shape.record('uname'), hostname),
    hostname,
    clockTicksPerSecond: shape.number('clockTicksPerSecond', 100),
    pageSize: shape.number('pageSize', 4096),
    uid,
    euid: shape.number('euid', uid),
    gid: shape.number('gid', 0),
    pid: shape.number('pid', 1),
    startedMs: shape.number('startedMs', nowMs),
    interfaceAddresses: () => addresses,
  };
}

function parseUname(shape: Shape, hostname: string): Uname {
  const uname = {
    sysname: shape.text('sysname', 'Linux'),
    nodename: shape.text('nodename', hostname),
    release: shape.text('release', '6.1.0'),
    version: shape.text('version', '#1 SMP'),
    machine: shape.text('machine', 'x86_64'),
  };
  shape.finish();
  return uname;
}

function parseAddress(value: unknown, name: string): InterfaceAddress | undefined {
  if (!isRecord(value)) return undefined;
  const shape = new Shape(value, name);
  const address = {
    interface: shape.text('interface', ''),
    family: shape.text('family', 'ipv4') === 'ipv6' ? ('ipv6' as const) : ('ipv4' as const),
    address: shape.text('address', ''),
    mask: shape.text('mask', '') || null,
    broadcast: shape.text('broadcast', '') || null,
    pointToPoint: shape.text('pointToPoint', '') || null,
  };
  shape.finish();
  return address;
}

/** Bytes in base64. */
const parseBytes = (value: unknown): Buffer | undefined =>
  typeof value === 'string' && /^[\w+/]*=*$/.test(value) ? Buffer.from(value, 'base64') : undefined;

/** An answer in JSON stands as it is, so that it can be read; any other one as its bytes. */
const parseAnswerBytes = (value: unknown): Buffer | undefined =>
  typeof value === 'object' && value !== null ? Buffer.from(JSON.stringify(value)) : parseBytes(value);

function parseAttributes(value: unknown): ExtendedAttribute[] | undefined {
  if (!isRecord(value)) return undefined;
  const attributes: ExtendedAttribute[] = [];
  for (const [name, text] of Object.entries(value)) {
    const bytes = parseBytes(text);
    if (bytes === undefined) return undefined;
    attributes.push({ name, value: bytes });
  }
  return attributes;
}

function parseStat(value: unknown, name: string): StatOverride | undefined {
  if (!isRecord(value)) return undefined;
  const shape = new Shape(value, name);
  const override = {
    mode: shape.octal('mode'),
    uid: shape.int64('uid'),
    gid: shape.int64('gid'),
    dev: shape.int64('dev'),
    rdev: shape.int64('rdev'),
    ino: shape.int64('ino'),
    nlink: shape.int64('nlink'),
    size: shape.int64('size'),
    blksize: shape.int64('blksize'),
    atime: shape.int64('atime'),
    mtime: shape.int64('mtime'),
    ctime: shape.int64('ctime'),
    btime: shape.int64('btime'),
  };
  shape.finish();
  return override;
}

function parseStatfs(value: unknown, name: string): FileSystemStats | undefined {
  if (!isRecord(value)) return undefined;
  const shape = new Shape(value, name);
  const stats = {
    type: shape.int64('type') ?? 0n,
    blockSizeBytes: shape.int64('blockSizeBytes') ?? 4096n,
    blocks: shape.int64('blocks') ?? 0n,
    blocksFree: shape.int64('blocksFree') ?? 0n,
    blocksAvailable: shape.int64('blocksAvailable') ?? 0n,
    inodes: shape.int64('inodes') ?? 0n,
    inodesFree: shape.int64('inodesFree') ?? 0n,
  };
  shape.finish();
  return stats;
}
