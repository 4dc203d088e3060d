import type { EventRow } from '../../source.js';
import { FieldReader } from '../records/fields.js';
import { hasSyscallNames, syscallName } from '../syscalls/index.js';

const NAMES = ['auid', 'uid', 'gid', 'ses', 'pid', 'comm', 'exe', 'sig', 'arch', 'syscall', 'compat', 'ip', 'code'];
const fields = new FieldReader(NAMES);
const [AUID, UID, GID, SES, PID, COMM, EXE] = [0, 1, 2, 3, 4, 5, 6];
const [SIG, ARCH, SYSCALL, COMPAT, IP, CODE] = [7, 8, 9, 10, 11, 12];

/** SECCOMP_RET_* of linux/seccomp.h. */
const ACTIONS: ReadonlyMap<number, string> = new Map([
  [0x80000000, 'KILL_PROCESS'],
  [0x00000000, 'KILL_THREAD'],
  [0x00030000, 'TRAP'],
  [0x00050000, 'ERRNO'],
  [0x7fc00000, 'USER_NOTIF'],
  [0x7ff00000, 'TRACE'],
  [0x7ffc0000, 'LOG'],
  [0x7fff0000, 'ALLOW'],
]);

/** AUDIT_ARCH_* of linux/audit.h, by osquery's names. */
const ARCHS: ReadonlyMap<number, string> = new Map([
  [0xc000003e, 'X86_64'],
  [0xc00000b7, 'AARCH64'],
  [0xc0009026, 'ALPHA'],
  [0x40000028, 'ARM'],
  [0x28, 'ARMEB'],
  [0x4000004c, 'CRIS'],
  [0x5441, 'FRV'],
  [0x40000003, 'I386'],
  [0xc0000032, 'IA64'],
  [0x58, 'M32R'],
  [0x4, 'M68K'],
  [0xbd, 'MICROBLAZE'],
  [0x8, 'MIPS'],
  [0x40000008, 'MIPSEL'],
  [0x80000008, 'MIPS64'],
  [0xa0000008, 'MIPS64N32'],
  [0xc0000008, 'MIPSEL64'],
  [0xe0000008, 'MIPSEL64N32'],
  [0x5c, 'OPENRISC'],
  [0xf, 'PARISC'],
  [0x8000000f, 'PARISC64'],
  [0x14, 'PPC'],
  [0x80000015, 'PPC64'],
  [0xc0000015, 'PPC64LE'],
  [0x16, 'S390'],
  [0x80000016, 'S390X'],
  [0x2a, 'SH'],
  [0x4000002a, 'SHEL'],
  [0x8000002a, 'SH64'],
  [0xc000002a, 'SHEL64'],
  [0x2, 'SPARC'],
  [0x8000002b, 'SPARC64'],
  [0xc00000bf, 'TILEGX'],
  [0x400000bf, 'TILEGX32'],
  [0x400000bc, 'TILEPRO'],
  [0xc00000f3, 'RISCV64'],
  [0xc0000102, 'LOONGARCH64'],
]);

/** A row of seccomp_events. @param start of the fields */
export function seccompRow(bytes: Buffer, start: number, end: number, uptime: number | null): EventRow {
  fields.read(bytes, start, end);
  const arch = fields.hex(ARCH);
  const code = fields.hex(CODE);
  return {
    uptime,
    auid: fields.decimal(AUID),
    uid: fields.decimal(UID),
    gid: fields.decimal(GID),
    ses: fields.decimal(SES),
    pid: fields.decimal(PID),
    comm: fields.text(COMM),
    exe: fields.text(EXE),
    sig: fields.decimal(SIG),
    arch: named(arch, ARCHS),
    syscall: callOf(arch, fields.decimal(SYSCALL)),
    compat: fields.decimal(COMPAT),
    ip: fields.raw(IP),
    code: named(code, ACTIONS),
  };
}

function named(number: number | undefined, names: ReadonlyMap<number, string>): string | undefined {
  return number === undefined ? undefined : (names.get(number) ?? `${number}(unknown)`);
}

/** Of architectures without names here, the number alone. */
function callOf(arch: number | undefined, number: number | undefined): string | undefined {
  if (arch === undefined || number === undefined) return undefined;
  return syscallName(arch, number) ?? (hasSyscallNames(arch) ? `${number}(unknown)` : String(number));
}
