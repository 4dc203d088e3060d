import { Gone } from '../../../core/index.js';
import type { Host } from '../../host.js';
import { escapeComm } from './comm.js';
import type { ProcessFolder } from './pids.js';

/** What `/proc/<pid>/stat` says of a process (proc_pid_stat(5)). */
export interface ProcessStat {
  /** In the kernel's spelling, see `escapeComm`. */
  readonly name: string;
  /** One letter: R, S, D, Z, T, t, I, X. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** Times in clock ticks. */
  readonly userTicks: number;
  readonly systemTicks: number;
  readonly nice: number;
  readonly threads: number;
  /** Since boot. */
  readonly startTicks: number;
}

const SPACE = 0x20;
const MINUS = 0x2d;
const OPEN = 0x28;
const CLOSE = 0x29;

/** Fields after the name, and how many of them are wanted: up to starttime, the 22nd in the manual's count. */
const FIELDS = 19;

/** Throws as `Host.readBytes`; a line cut short counts as Gone. */
export function readProcessStat(host: Host, pid: ProcessFolder): ProcessStat {
  const stat = parseProcessStat(host.readRecord(`/proc/${pid}/stat`));
  if (!stat) throw new Gone(`malformed stat of process ${pid}`);
  return stat;
}

/** Read from the last `)` on, as a name may hold blanks and parentheses. Undefined where fields are missing. Pure. */
export function parseProcessStat(bytes: Buffer): ProcessStat | undefined {
  const close = bytes.lastIndexOf(CLOSE);
  const open = bytes.indexOf(OPEN);
  if (close < 0 || open < 0 || open > close || bytes[close + 1] !== SPACE || bytes[close + 3] !== SPACE)
    return undefined;
  const fields = parseNumbers(bytes, close + 4);
  if (!fields) return undefined;
  const [parent = 0, group = 0] = fields;
  return {
    name: escapeComm(bytes, open + 1, close),
    state: String.fromCharCode(bytes[close + 2] ?? 0),
    parent,
    group,
    userTicks: fields[10] ?? 0,
    systemTicks: fields[11] ?? 0,
    nice: fields[15] ?? 0,
    threads: fields[16] ?? 0,
    startTicks: fields[18] ?? 0,
  };
}

/** The numbers from `at` on, one blank apart; those beyond 2^53 (none that we use) lose their last digits. */
function parseNumbers(bytes: Buffer, at: number): readonly number[] | undefined {
  const numbers: number[] = [];
  let i = at;
  while (numbers.length < FIELDS) {
    const isNegative = bytes[i] === MINUS;
    if (isNegative) i++;
    const start = i;
    let value = 0;
    for (let digit = (bytes[i] ?? 0) - 0x30; digit >= 0 && digit <= 9; digit = (bytes[++i] ?? 0) - 0x30)
      value = value * 10 + digit;
    if (i === start) return undefined;
    numbers.push(isNegative ? -value : value);
    i++;
  }
  return numbers;
}
