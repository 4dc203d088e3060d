import { syscallName } from '../syscalls/index.js';
import { FieldReader } from './fields.js';

/** A SYSCALL record. Ids are as the kernel writes them: 4294967295 is one that is not set. */
export interface SyscallRecord {
  readonly arch: number;
  /** Undefined where the number has no name here. */
  readonly name: string | undefined;
  /** True where the record does not say. */
  readonly success: boolean;
  /** What the call returned: a descriptor, a pid, or -errno. */
  readonly exit: number;
  /** The lower halves of the first four arguments. */
  readonly args: readonly [number, number, number, number];
  /** PATH records that belong to it. */
  readonly items: number;
  readonly ppid: number;
  readonly pid: number;
  readonly auid: number;
  readonly uid: number;
  readonly gid: number;
  readonly euid: number;
  readonly suid: number;
  readonly fsuid: number;
  readonly egid: number;
  readonly sgid: number;
  readonly fsgid: number;
  readonly tty: string | undefined;
  readonly ses: number | undefined;
  readonly comm: string | undefined;
  readonly exe: string;
}

const NAMES = [
  ...['arch', 'syscall', 'success', 'exit', 'a0', 'a1', 'a2', 'a3', 'items'],
  ...['ppid', 'pid', 'auid', 'uid', 'gid', 'euid', 'suid', 'fsuid', 'egid', 'sgid', 'fsgid'],
  ...['tty', 'ses', 'comm', 'exe'],
] as const;
const fields = new FieldReader(NAMES);
const [ARCH, SYSCALL, SUCCESS, EXIT, A0, A1, A2, A3, ITEMS] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const [PPID, PID, AUID, UID, GID, EUID, SUID, FSUID, EGID, SGID, FSGID] = [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
const [TTY, SES, COMM, EXE] = [20, 21, 22, 23];

/** Reads a SYSCALL record's fields; undefined where one is missing that every record of the kind has. */
export function parseSyscall(bytes: Buffer, start: number, end: number): SyscallRecord | undefined {
  fields.read(bytes, start, end);
  const arch = fields.hex(ARCH);
  const number = fields.decimal(SYSCALL);
  const exe = fields.text(EXE);
  if (arch === undefined || number === undefined || exe === undefined) return undefined;
  const record: SyscallRecord = {
    arch,
    name: syscallName(arch, number),
    success: !fields.has(SUCCESS) || fields.raw(SUCCESS) === 'yes',
    exit: fields.decimal(EXIT) ?? 0,
    args: [fields.low32(A0), fields.low32(A1), fields.low32(A2), fields.low32(A3)],
    items: fields.decimal(ITEMS) ?? 0,
    ppid: id(PPID),
    pid: id(PID),
    auid: id(AUID),
    uid: id(UID),
    gid: id(GID),
    euid: id(EUID),
    suid: id(SUID),
    fsuid: id(FSUID),
    egid: id(EGID),
    sgid: id(SGID),
    fsgid: id(FSGID),
    tty: fields.raw(TTY),
    ses: fields.decimal(SES),
    comm: fields.text(COMM),
    exe,
  };
  for (let index = PPID; index <= FSGID; index++) if (Number.isNaN(id(index))) return undefined;
  return record;
}

const id = (index: number): number => fields.decimal(index) ?? Number.NaN;
