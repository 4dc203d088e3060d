import type { Host } from '../host.js';
import { leadingNumber } from '../numbers.js';

/** What the kernel says of the CPUs. Null where it does not: ARM has neither sockets nor names here. */
export interface CpuInfo {
  readonly logical: number;
  /** Distinct cores: hyper-threads of one core count once. */
  readonly cores: number | null;
  readonly sockets: number | null;
  readonly modelName: string | null;
  /** The model's number within its family. */
  readonly model: string | null;
  /** Microcode revision, such as `0xde`. */
  readonly microcode: string | null;
}

/** Throws as `Host.readBytes`. */
export const readCpuInfo = (host: Host): CpuInfo => parseCpuInfo(host.readText('/proc/cpuinfo'));

const FIELD = /^(processor|physical id|core id|siblings|model name|model|microcode)[ \t]*:(.*)$/gm;

/** `/proc/cpuinfo` (proc_cpuinfo(5)): a paragraph per CPU, of which the last speaks for all. Pure. */
export function parseCpuInfo(text: string): CpuInfo {
  const last = new Map<string, string>();
  const cores = new Set<string>();
  const sockets = new Set<string>();
  let logical = 0;
  let socket = '';
  for (const [, name = '', value = ''] of text.matchAll(FIELD)) {
    const trimmed = value.trim();
    last.set(name, trimmed);
    // On ARM before 3.8 `Processor` is a name; only numbered ones count.
    if (name === 'processor' && leadingNumber(trimmed) !== null) {
      logical++;
      socket = '';
    } else if (name === 'physical id') {
      socket = trimmed;
      sockets.add(socket);
    } else if (name === 'core id') cores.add(`${socket}:${trimmed}`);
  }
  return {
    logical,
    cores: cores.size || null,
    sockets: sockets.size || null,
    modelName: last.get('model name') || null,
    model: last.get('model') || null,
    microcode: last.get('microcode') || null,
  };
}
