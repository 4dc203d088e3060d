import type { Host } from '../host.js';
import { words } from '../words.js';

/** A job that md works on: `12.6% (1234/9876)`, `3.1min`, `101234K/sec`. */
export interface MdProgress {
  readonly progress: string;
  readonly finish: string | null;
  readonly speed: string | null;
}

export type MdJob = 'recovery' | 'resync' | 'reshape' | 'check';

export interface MdArray {
  /** `md0`. */
  readonly name: string;
  /** active, inactive, … */
  readonly status: string;
  /** KiB. */
  readonly blocks: number | null;
  /** What else the line of its size says, such as `super 1.2 [2/2] [UU]`. */
  readonly other: string | null;
  readonly bitmap: readonly string[];
  readonly jobs: Readonly<Partial<Record<MdJob, MdProgress>>>;
}

export interface MdStat {
  readonly personalities: readonly string[];
  readonly arrays: readonly MdArray[];
  readonly unused: string | null;
}

/** Throws as `Host.readBytes`; Gone where the kernel has no md. */
export const readMdStat = (host: Host): MdStat => parseMdStat(host.readText('/proc/mdstat'));

/** `/proc/mdstat` (md(4)): an array's lines after its first are indented. Pure. */
export function parseMdStat(text: string): MdStat {
  const arrays: { head: string; lines: string[] }[] = [];
  let personalities: string[] = [];
  let unused: string | null = null;
  for (const line of text.split('\n')) {
    const value = line.slice(line.indexOf(':') + 1).trim();
    if (line.startsWith('Personalities')) personalities = words(value).map((word) => word.replace(/^\[|\]$/g, ''));
    else if (line.startsWith('unused devices')) unused = value;
    else if (/^\S+ : /.test(line)) arrays.push({ head: line, lines: [] });
    else if (line.trim() !== '') arrays.at(-1)?.lines.push(line.trim());
  }
  return { personalities, unused, arrays: arrays.map(({ head, lines }) => parseArray(head, lines)) };
}

function parseArray(head: string, lines: readonly string[]): MdArray {
  const [name = '', , status = ''] = words(head);
  const [, blocks, other] =
    /^(\d{1,15}) blocks ?(.*)$/.exec(lines.find((line) => /^\d+ blocks/.test(line)) ?? '') ?? [];
  const bitmap = lines.find((line) => line.startsWith('bitmap:'));
  return {
    name,
    status,
    blocks: blocks === undefined ? null : Number(blocks),
    other: other || null,
    bitmap:
      bitmap
        ?.slice('bitmap:'.length)
        .split(',')
        .map((part) => part.trim()) ?? [],
    jobs: Object.fromEntries(lines.flatMap(parseJob)),
  };
}

/** `[==>...]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec`, or `resync=DELAYED`. */
function parseJob(line: string): [MdJob, MdProgress][] {
  const [, job, rest = ''] = /\b(recovery|resync|reshape|check)\s*=\s*(.*)$/.exec(line) ?? [];
  if (job === undefined) return [];
  const progress = rest.replace(/\s+(finish|speed)=\S+/g, '').trim();
  const valueOf = (name: string): string | null => new RegExp(`\\b${name}=(\\S+)`).exec(rest)?.[1] ?? null;
  return [[job as MdJob, { progress, finish: valueOf('finish'), speed: valueOf('speed') }]]; // by the expression above
}
