import {
  type FileStats,
  type FileSystemStats,
  type Host,
  type HostFacts,
  type Json,
  parseAnswer,
} from '../host/index.js';
import type { Anonymity } from './anonymous.js';
import { isJsonAnswer } from './answers.js';
import type { Recording } from './recording.js';

/** The record beside a recorded tree, as the host reads it again (`host/recorded.ts`). */
export function recordText(host: Host, recording: Recording, names?: Anonymity): string {
  const bytes = (value: Uint8Array): string =>
    (names?.ofBytes(Buffer.from(value)) ?? Buffer.from(value)).toString('base64');
  const record = {
    ...factsOf(host.facts),
    refused: recording.closed,
    statfs: objectOf(recording.statfs, statfsOf),
    stat: objectOf(recording.stat, statOf),
    extendedAttributes: objectOf(
      new Map([...recording.extendedAttributes].filter(([, attributes]) => attributes.length > 0)),
      (attributes) => Object.fromEntries(attributes.map(({ name, value }) => [name, bytes(value)])),
    ),
    answers: objectOf(recording.answers, (answer, name) => jsonOf(answer, name) ?? bytes(answer)),
    mountNamespaces: Object.fromEntries(recording.mountNamespaces),
  };
  const text = `${JSON.stringify(record, undefined, 1)}\n`;
  return names?.ofText(text) ?? text;
}

function factsOf(facts: HostFacts) {
  return {
    nowMs: facts.nowMs(),
    startedMs: facts.startedMs,
    hostname: facts.hostname,
    ...(facts.timeZone !== undefined && { timeZone: facts.timeZone }),
    uname: facts.uname,
    uid: facts.uid,
    euid: facts.euid,
    gid: facts.gid,
    pid: facts.pid,
    clockTicksPerSecond: facts.clockTicksPerSecond,
    pageSize: facts.pageSize,
    interfaceAddresses: facts.interfaceAddresses().map((address) => withoutNulls(address)),
  };
}

const withoutNulls = (object: object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));

/** JSON has no numbers beyond 2^53: they are text. */
const whole = (value: bigint): number | string => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value));

const seconds = (ns: bigint): number | string => whole(ns / 1_000_000_000n - (ns % 1_000_000_000n < 0n ? 1n : 0n));

const statfsOf = (stats: FileSystemStats) =>
  Object.fromEntries(Object.entries(stats).map(([name, value]) => [name, whole(value)]));

const statOf = (stats: FileStats) => ({
  mode: stats.mode.toString(8),
  uid: whole(stats.uid),
  gid: whole(stats.gid),
  dev: whole(stats.dev),
  rdev: whole(stats.rdev),
  ino: whole(stats.ino),
  nlink: whole(stats.nlink),
  size: whole(stats.size),
  blksize: whole(stats.blksize),
  atime: seconds(stats.atimeNs),
  mtime: seconds(stats.mtimeNs),
  ctime: seconds(stats.ctimeNs),
  btime: seconds(stats.birthtimeNs),
});

/** What a server said in JSON, so that whoever looks through the record can read it. A text would be taken for bytes. */
function jsonOf(answer: Buffer, name: string): Json | undefined {
  const json = isJsonAnswer(name) ? parseAnswer(answer) : undefined;
  return typeof json === 'object' && json !== null ? json : undefined;
}

const objectOf = <T>(map: ReadonlyMap<string, T>, of: (value: T, name: string) => unknown): object =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, of(value, name)]));
