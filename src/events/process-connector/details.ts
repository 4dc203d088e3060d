import { decodeText } from '../../core/index.js';
import { type Host, readOr } from '../../host/index.js';

/** What `/proc` says of a process that has just started a program. What is missing was gone when it was read. */
export interface ExecDetails extends ProcessIds {
  readonly exe?: string | undefined;
  /** Inode of the program. */
  readonly inode?: number | undefined;
  /** Arguments with spaces between them. */
  readonly cmdline?: string | undefined;
  readonly cmdlineBytes?: number | undefined;
  readonly cwd?: string | undefined;
  readonly envCount?: number | undefined;
  readonly envBytes?: number | undefined;
  readonly auid?: number | undefined;
}

/** Real, effective, saved, and for access to files. */
type FourIds = readonly [number, number, number, number];

export interface ProcessIds {
  readonly comm?: string | undefined;
  readonly parent?: number | undefined;
  readonly uids?: FourIds | undefined;
  readonly gids?: FourIds | undefined;
}

/** What dies with the program first is read first: a short one lives less than a millisecond. */
export function readExecDetails(host: Host, pid: number): ExecDetails {
  const folder = `/proc/${pid}`;
  const exe = readExe(host, pid);
  if (exe === undefined) return readProcessIds(host, pid);
  const line = orGone(() => parseArguments(host.readRecord(`${folder}/cmdline`)));
  const cwd = orGone(() => host.readLink(`${folder}/cwd`));
  const environment = orGone(() => countEntries(host.readRecord(`${folder}/environ`)));
  const ids = readProcessIds(host, pid);
  return {
    exe,
    inode: orGone(() => Number(host.stat(`${folder}/exe`).ino)),
    ...line,
    cwd,
    ...environment,
    ...ids,
    auid: orGone(() => numberOf(decodeText(host.readRecord(`${folder}/loginuid`)))),
  };
}

/** The program that a process runs. */
export const readExe = (host: Host, pid: number): string | undefined =>
  orGone(() => programOf(host, host.readLink(`/proc/${pid}/exe`)));

/** What even a process tells that has ended and that nobody has waited for yet. */
export const readProcessIds = (host: Host, pid: number): ProcessIds =>
  orGone(() => parseIds(host.readRecord(`/proc/${pid}/status`))) ?? {};

const orGone = <T>(read: () => T): T | undefined => readOr<T | undefined>(undefined, read);

/** The kernel marks a program whose file was deleted. Another may well be called so. */
const programOf = (host: Host, link: string): string =>
  link.endsWith(DELETED) && !host.exists(link) ? link.slice(0, -DELETED.length) : link;

const DELETED = ' (deleted)';

/** `/proc/<pid>/cmdline`; nothing for a process that has no memory any more. Pure. */
export function parseArguments(bytes: Buffer): Pick<ExecDetails, 'cmdline' | 'cmdlineBytes'> {
  if (bytes.length === 0) return {};
  const line = Buffer.from(bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes);
  for (let at = line.indexOf(0); at >= 0; at = line.indexOf(0, at + 1)) line[at] = 0x20;
  return { cmdline: decodeText(line), cmdlineBytes: line.length };
}

/** `/proc/<pid>/environ`: variables in it, and bytes. Pure. */
export function countEntries(bytes: Buffer): Pick<ExecDetails, 'envCount' | 'envBytes'> {
  let count = bytes.length > 0 && bytes.at(-1) !== 0 ? 1 : 0;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) count++;
  return { envCount: count, envBytes: bytes.length };
}

/** `/proc/<pid>/status`. Pure. */
export function parseIds(bytes: Buffer): ProcessIds {
  const text = bytes.toString('latin1'); // all but the name is ASCII
  const nameEnd = text.indexOf('\n');
  const four = (key: string): FourIds | undefined => {
    const found = new RegExp(`\\n${key}:\\t(\\d+)\\t(\\d+)\\t(\\d+)\\t(\\d+)\\n`).exec(text);
    return found ? [Number(found[1]), Number(found[2]), Number(found[3]), Number(found[4])] : undefined;
  };
  return {
    comm: text.startsWith('Name:\t') && nameEnd > 0 ? decodeText(bytes, 6, nameEnd) : undefined,
    parent: numberOf(/\nPPid:\t(\d+)\n/.exec(text)?.[1] ?? ''),
    uids: four('Uid'),
    gids: four('Gid'),
  };
}

const numberOf = (digits: string): number | undefined => (/^\d{1,10}\s*$/.test(digits) ? Number(digits) : undefined);
