import { cString } from '../net/attributes.js';
import { INFO_BYTES } from './socket.js';

/** A chain of an iptables table. */
export interface IptablesChain {
  readonly name: string;
  /** What becomes of packets that no rule decides; null for chains of users, which return. */
  readonly policy: string | null;
  /** What the policy decided. */
  readonly packets: bigint;
  readonly bytes: bigint;
  readonly rules: readonly IptablesRule[];
}

export interface IptablesRule {
  /** What matching packets go to: ACCEPT, DROP, REJECT, a chain, …; null where they go on to the next rule. */
  readonly target: string | null;
  /** Number, 0 for all. */
  readonly protocol: number;
  readonly isProtocolNegated: boolean;
  readonly source: IptablesAddress;
  readonly destination: IptablesAddress;
  readonly input: IptablesInterface;
  readonly output: IptablesInterface;
  readonly matches: readonly IptablesMatch[];
  readonly packets: bigint;
  readonly bytes: bigint;
}

export interface IptablesAddress {
  /** With `!` in front where all others are meant. */
  readonly address: string;
  readonly mask: string;
}

export interface IptablesInterface {
  /** With `!` in front where all others are meant, and `+` for what may follow; `all` for any. */
  readonly name: string;
  /** Upper-case hexadecimal, up to the first byte that is zero. */
  readonly mask: string;
}

/** A condition beyond addresses, interfaces and protocol. */
export interface IptablesMatch {
  readonly name: string;
  readonly data: Buffer;
}

const HOOKS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const;
const ENTRY_BYTES = 112;
const ELEMENT_BYTES = 32;
/** Verdicts of standard targets: -1 less the verdict of netfilter.h, and XT_RETURN. */
const VERDICTS = new Map([
  [-1, 'DROP'],
  [-2, 'ACCEPT'],
  [-4, 'QUEUE'],
  [-5, 'RETURN'],
]);
const INVERTED = { input: 0x01, output: 0x02, source: 0x08, destination: 0x10, protocol: 0x40 } as const;

/** struct ipt_entry: where it is in the rules, and its target. */
interface Entry {
  readonly at: number;
  readonly bytes: Buffer;
  readonly target: string;
  readonly targetData: Buffer;
}

/** Chains of an image that `readIptablesImage` gave, built-in ones first. What is malformed ends the list. Pure. */
export function parseIptables(image: Buffer): IptablesChain[] {
  if (image.length < INFO_BYTES) return [];
  const entries = [...entriesOf(image.subarray(INFO_BYTES))];
  const names = chainNames(image, entries);
  const places = new Map(entries.map(({ at }, index) => [at, index]));
  const chains: IptablesChain[] = [];
  for (const [start, name] of names) {
    const first = places.get(start) ?? entries.length;
    const hook = HOOKS.indexOf(name.name as (typeof HOOKS)[number]); // -1 for any other name
    const end = name.isBuiltIn ? image.readUInt32LE(56 + 4 * hook) : undefined;
    chains.push(chainOf(name, entries, first, end, names));
  }
  return chains;
}

function* entriesOf(rules: Buffer): Generator<Entry> {
  for (let at = 0; at + ENTRY_BYTES <= rules.length; ) {
    const targetAt = rules.readUInt16LE(at + 88);
    const size = rules.readUInt16LE(at + 90);
    if (targetAt < ENTRY_BYTES || size < targetAt + ELEMENT_BYTES || at + size > rules.length) return;
    const bytes = rules.subarray(at, at + size);
    yield {
      at,
      bytes,
      target: cString(bytes.subarray(targetAt + 2, targetAt + 31)),
      targetData: bytes.subarray(targetAt + ELEMENT_BYTES),
    };
    at += size;
  }
}

interface ChainName {
  readonly name: string;
  readonly isBuiltIn: boolean;
}

/** Chains by where they start: built-in ones by the hooks they are on, others after an ERROR target that names them. */
function chainNames(image: Buffer, entries: readonly Entry[]): Map<number, ChainName> {
  const names = new Map<number, ChainName>();
  const hooks = image.readUInt32LE(32);
  HOOKS.forEach((name, hook) => {
    if (hooks & (1 << hook)) names.set(image.readUInt32LE(36 + 4 * hook), { name, isBuiltIn: true });
  });
  // The last ERROR target is the end of the table.
  for (const { at, bytes, target, targetData } of entries.slice(0, -1))
    if (target === 'ERROR')
      names.set(at + bytes.length, { name: cString(targetData.subarray(0, 30)), isBuiltIn: false });
  return names;
}

/** Its last entry is the policy of a built-in chain, and the return of any other. */
function chainOf(
  { name, isBuiltIn }: ChainName,
  entries: readonly Entry[],
  first: number,
  policyAt: number | undefined,
  names: ReadonlyMap<number, ChainName>,
): IptablesChain {
  const rules: IptablesRule[] = [];
  let last: Entry | undefined;
  for (let index = first; index < entries.length; index++) {
    const entry = entries[index] as Entry; // below their number
    if (entry.target === 'ERROR') break;
    if (last) rules.push(ruleOf(last, names));
    last = entry;
    if (entry.at === policyAt) break;
  }
  if (!isBuiltIn || !last) return { name, policy: null, packets: 0n, bytes: 0n, rules };
  return { name, policy: targetOf(last, names), ...countersOf(last), rules };
}

const countersOf = ({ bytes }: Entry): { packets: bigint; bytes: bigint } => ({
  packets: bytes.readBigUInt64LE(96),
  bytes: bytes.readBigUInt64LE(104),
});

function ruleOf(entry: Entry, names: ReadonlyMap<number, ChainName>): IptablesRule {
  const { bytes } = entry;
  const inverted = bytes.readUInt8(83);
  const sign = (what: keyof typeof INVERTED): string => (inverted & INVERTED[what] ? '!' : '');
  return {
    target: targetOf(entry, names),
    protocol: bytes.readUInt16LE(80),
    isProtocolNegated: (inverted & INVERTED.protocol) !== 0,
    source: { address: sign('source') + dotted(bytes, 0), mask: dotted(bytes, 8) },
    destination: { address: sign('destination') + dotted(bytes, 4), mask: dotted(bytes, 12) },
    input: interfaceOf(bytes, 16, sign('input')),
    output: interfaceOf(bytes, 32, sign('output')),
    matches: [...matchesOf(bytes)],
    ...countersOf(entry),
  };
}

function targetOf(entry: Entry, names: ReadonlyMap<number, ChainName>): string | null {
  if (entry.target !== '') return entry.target;
  if (entry.targetData.length < 4) return null;
  const verdict = entry.targetData.readInt32LE(0);
  if (verdict < 0) return VERDICTS.get(verdict) ?? null;
  return names.get(verdict)?.name ?? null;
}

const dotted = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).join('.');

function interfaceOf(bytes: Buffer, at: number, sign: string): IptablesInterface {
  const mask = bytes.subarray(at + 32, at + 48);
  const end = mask.indexOf(0);
  return {
    name: sign + (cString(bytes.subarray(at, at + 16)) || 'all'),
    mask: mask
      .subarray(0, end < 0 ? mask.length : end)
      .toString('hex')
      .toUpperCase(),
  };
}

function* matchesOf(bytes: Buffer): Generator<IptablesMatch> {
  const end = bytes.readUInt16LE(88);
  for (let at = ENTRY_BYTES; at + ELEMENT_BYTES <= end; ) {
    const size = bytes.readUInt16LE(at);
    if (size < ELEMENT_BYTES || at + size > end) return;
    yield { name: cString(bytes.subarray(at + 2, at + 31)), data: bytes.subarray(at + ELEMENT_BYTES, at + size) };
    at += size;
  }
}
