import { Gone } from '../../../core/index.js';
import type { Host } from '../../host.js';
import { words } from '../../words.js';

const COMPLETE_PERMANENT = 0x6; // ATF_COM and ATF_PERM, arp(7)

/** What the kernel knows of an IPv4 neighbour. */
export interface ArpEntry {
  readonly address: string;
  /** All zeros while nobody has answered. */
  readonly mac: string;
  readonly interface: string;
  readonly isPermanent: boolean;
}

/** Of our own network namespace; of a recorded machine, that of process 1. Throws Refused. */
export function readArp(host: Host): ArpEntry[] {
  for (const path of ['/proc/net/arp', '/proc/1/net/arp']) {
    try {
      return parseArp(host.readText(path));
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }
  return [];
}

/** A heading, then address, kind of hardware, flags, MAC address, mask, interface. Pure. */
export function parseArp(text: string): ArpEntry[] {
  const entries: ArpEntry[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [address, , flags = '', mac, , name] = words(line);
    if (address === undefined || mac === undefined || name === undefined) continue;
    const isPermanent = (Number(flags) & COMPLETE_PERMANENT) === COMPLETE_PERMANENT;
    entries.push({ address, mac, interface: name, isPermanent });
  }
  return entries;
}
