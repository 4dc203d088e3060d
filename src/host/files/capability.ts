/** capabilities(7), by number. */
const NAMES = [
  ...['chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap'],
  ...['linux_immutable', 'net_bind_service', 'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner'],
  ...['sys_module', 'sys_rawio', 'sys_chroot', 'sys_ptrace', 'sys_pacct', 'sys_admin', 'sys_boot', 'sys_nice'],
  ...['sys_resource', 'sys_time', 'sys_tty_config', 'mknod', 'lease', 'audit_write', 'audit_control', 'setfcap'],
  ...['mac_override', 'mac_admin', 'syslog', 'wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf'],
  'checkpoint_restore',
];
/** Bytes of struct vfs_cap_data by its revision; from the third on, the id of a user namespace's root follows. */
const SIZES: Readonly<Record<number, number>> = { 1: 12, 2: 20, 3: 24 };

const EFFECTIVE = 1;
const PERMITTED = 2;
const INHERITABLE = 4;

/**
 * The value of `security.capability` as cap_to_text(3) writes it: `cap_net_raw=ep`, `=` for none, `=ep cap_chown-ep` for
 * all but one. Null for a value of another shape. Pure.
 */
export function formatCapability(value: Buffer): string | null {
  if (value.length < 4) return null;
  const head = value.readUInt32LE(0);
  const revision = head >>> 24;
  if (value.length !== SIZES[revision]) return null;
  const [permitted, inheritable] = [sets(value, 4, revision), sets(value, 8, revision)];
  const isEffective = (head & 1) !== 0;
  const flags = permitted.map((isPermitted, at) => {
    const own = (isPermitted ? PERMITTED : 0) | (inheritable[at] ? INHERITABLE : 0);
    return own && isEffective ? own | EFFECTIVE : own;
  });
  return written(flags);
}

/** 32 capabilities a word; the two kinds of set take turns. */
function sets(value: Buffer, start: number, revision: number): boolean[] {
  const bits: boolean[] = [];
  for (let word = 0; word < (revision === 1 ? 1 : 2); word++) {
    const number = value.readUInt32LE(start + word * 8);
    for (let bit = 0; bit < 32; bit++) bits.push(((number >>> bit) & 1) !== 0);
  }
  return bits;
}

/** First what most have, then, for each other combination, who differs and how. */
function written(flags: readonly number[]): string {
  const known = NAMES.map((_, at) => flags[at] ?? 0);
  const most = mostFrequent(known);
  const parts = most === 0 ? [] : [`=${letters(most)}`];
  for (let combination = 7; combination >= 0; combination--) {
    const names = NAMES.filter((_, at) => known[at] === combination).map((name) => `cap_${name}`);
    if (combination === most || names.length === 0) continue;
    parts.push(`${names.join(',')}${difference(combination, most, parts.length === 0)}`);
  }
  for (let combination = 7; combination > 0; combination--) {
    const numbers = [...flags.keys()].filter((at) => at >= NAMES.length && flags[at] === combination);
    if (numbers.length > 0) parts.push(`${numbers.join(',')}${difference(combination, 0, parts.length === 0)}`);
  }
  return parts.length === 0 ? '=' : parts.join(' ');
}

function mostFrequent(flags: readonly number[]): number {
  const counts = new Array<number>(8).fill(0);
  for (const flag of flags) counts[flag] = (counts[flag] ?? 0) + 1;
  return counts.indexOf(Math.max(...counts));
}

function difference(combination: number, base: number, isFirst: boolean): string {
  const [added, removed] = [combination & ~base, base & ~combination];
  return `${added ? `${isFirst ? '=' : '+'}${letters(added)}` : ''}${removed ? `-${letters(removed)}` : ''}`;
}

const letters = (flags: number): string =>
  `${flags & EFFECTIVE ? 'e' : ''}${flags & INHERITABLE ? 'i' : ''}${flags & PERMITTED ? 'p' : ''}`;
