import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { textOf } from '../text.js';
import { cString, parseAttributes } from './attributes.js';
import { dumpRecordable, hasNetlink } from './netlink.js';

const NETLINK_GENERIC = 16;
/** linux/genetlink.h: the controller, its question for all families, and what it says of each. */
const CONTROLLER = 0x10;
const GET_FAMILY = 3;
const FAMILY_ID = 1;
const FAMILY_NAME = 2;
/** linux/nl80211.h. */
const GET_INTERFACE = 5;
const GET_SCAN = 32;
const IFINDEX = 3;
const IFNAME = 4;
const BSS = 47;
const BSS_FIELD = {
  bssid: 1,
  frequency: 2,
  capability: 5,
  elements: 6,
  signal: 7,
  status: 9,
  seenMs: 10,
  beaconElements: 11,
} as const;
const ASSOCIATED = 1;
/** Bit of the capabilities (IEEE 802.11, 9.4.1.4): frames are encrypted somehow. */
const PRIVACY = 0x10;
const HEADER_BYTES = 4;

/** A network that a wireless interface heard of in its last scan. */
export interface WifiNetwork {
  readonly interface: string;
  /** Empty where it hides its name. */
  readonly ssid: string;
  /** Address of the access point, lower-case hexadecimal with colons. */
  readonly bssid: string;
  readonly frequencyMhz: number | null;
  readonly channel: number | null;
  readonly signalDbm: number | null;
  /** `WPA2 PSK`, `WPA3 SAE`, `WEP`, …; `none` for an open one. */
  readonly security: string;
  readonly isConnected: boolean;
  readonly seenMs: number | null;
}

/**
 * What the kernel remembers of each interface's last scan; nothing is sent, and no scan is started. Empty where there is
 * no wireless interface, or netlink may not be used.
 */
export function readWifiNetworks(host: Host): WifiNetwork[] {
  try {
    if (!host.isFixture && !hasNetlink()) return [];
    const family = familyOf(host);
    return family === undefined ? [] : interfacesOf(host, family).flatMap((found) => networksOf(host, family, found));
  } catch {
    return []; // a sandbox that forbids netlink, a kernel without nl80211
  }
}

function familyOf(host: Host): number | undefined {
  let family: number | undefined;
  dumpRecordable(host, NETLINK_GENERIC, CONTROLLER, Buffer.from([GET_FAMILY, 2, 0, 0]), (buffer, start, end) => {
    const attributes = parseAttributes(buffer, start + HEADER_BYTES, end);
    const name = attributes.get(FAMILY_NAME);
    const id = attributes.get(FAMILY_ID);
    if (name && id && id.length >= 2 && cString(name) === 'nl80211') family = id.readUInt16LE(0);
  });
  return family;
}

interface WifiInterface {
  readonly index: number;
  readonly name: string;
}

function interfacesOf(host: Host, family: number): WifiInterface[] {
  const found: WifiInterface[] = [];
  dumpRecordable(host, NETLINK_GENERIC, family, Buffer.from([GET_INTERFACE, 1, 0, 0]), (buffer, start, end) => {
    const attributes = parseAttributes(buffer, start + HEADER_BYTES, end);
    const name = attributes.get(IFNAME);
    const index = attributes.get(IFINDEX);
    if (name && index && index.length >= 4) found.push({ name: cString(name), index: index.readUInt32LE(0) });
  });
  return found.sort((a, b) => a.index - b.index);
}

function networksOf(host: Host, family: number, { index, name }: WifiInterface): WifiNetwork[] {
  const request = Buffer.from([GET_SCAN, 1, 0, 0, 8, 0, IFINDEX, 0, 0, 0, 0, 0]);
  request.writeUInt32LE(index, 8);
  const networks: WifiNetwork[] = [];
  readOr(false, () =>
    dumpRecordable(host, NETLINK_GENERIC, family, request, (buffer, start, end) => {
      const bss = parseAttributes(buffer, start + HEADER_BYTES, end).get(BSS);
      const network = bss && parseBss(name, bss);
      if (network) networks.push(network);
    }),
  );
  return networks;
}

/** Nested attributes of a BSS, null for one without an address. Keeps nothing of the buffer. Pure. */
export function parseBss(name: string, bss: Buffer): WifiNetwork | null {
  const fields = parseAttributes(bss, 0, bss.length);
  const bssid = fields.get(BSS_FIELD.bssid);
  if (bssid?.length !== 6) return null;
  const number = (field: number): number | null => {
    const bytes = fields.get(field);
    return bytes && bytes.length >= 4 ? bytes.readInt32LE(0) : null;
  };
  const frequencyMhz = number(BSS_FIELD.frequency);
  const signal = number(BSS_FIELD.signal);
  const elements = elementsOf(fields.get(BSS_FIELD.elements) ?? fields.get(BSS_FIELD.beaconElements));
  const isPrivate = ((fields.get(BSS_FIELD.capability)?.[0] ?? 0) & PRIVACY) !== 0;
  return {
    interface: name,
    ssid: textOf(Buffer.from(elements.find(({ id }) => id === 0)?.content ?? [])).replace(/^\0+$/, ''),
    bssid: bssid.toString('hex').match(/../g)?.join(':') ?? '',
    frequencyMhz,
    channel: frequencyMhz === null ? null : channelOf(frequencyMhz),
    signalDbm: signal === null ? null : signal / 100,
    security: securityOf(elements, isPrivate),
    isConnected: number(BSS_FIELD.status) === ASSOCIATED,
    seenMs: number(BSS_FIELD.seenMs),
  };
}

/** IEEE 802.11, annex E: bands at 2.4, 5 and 6 GHz. */
function channelOf(mhz: number): number | null {
  if (mhz === 2484) return 14;
  if (mhz >= 2412 && mhz <= 2472) return (mhz - 2407) / 5;
  if (mhz >= 5955 && mhz <= 7115) return (mhz - 5950) / 5;
  return mhz >= 5000 && mhz < 5955 ? (mhz - 5000) / 5 : null;
}

interface Element {
  readonly id: number;
  readonly content: Buffer;
}

/** Information elements: a number, a length, the content. */
function elementsOf(bytes: Buffer | undefined): Element[] {
  const elements: Element[] = [];
  for (let at = 0; bytes && at + 2 <= bytes.length; ) {
    const end = at + 2 + bytes.readUInt8(at + 1);
    if (end > bytes.length) break;
    elements.push({ id: bytes.readUInt8(at), content: bytes.subarray(at + 2, end) });
    at = end;
  }
  return elements;
}

const RSN = 48;
const VENDOR = 221;
const WPA1 = Buffer.from([0x00, 0x50, 0xf2, 0x01]);
/** Kinds of key management (IEEE 802.11, 9.4.2.24.3) by their number. */
const KEY_MANAGEMENT: Readonly<Record<number, string>> = {
  1: 'WPA2 EAP',
  2: 'WPA2 PSK',
  3: 'WPA2 EAP',
  4: 'WPA2 PSK',
  5: 'WPA2 EAP',
  6: 'WPA2 PSK',
  8: 'WPA3 SAE',
  9: 'WPA3 SAE',
  11: 'WPA3 EAP',
  12: 'WPA3 EAP',
  13: 'WPA3 EAP',
  18: 'OWE',
  24: 'WPA3 SAE',
  25: 'WPA3 SAE',
};

function securityOf(elements: readonly Element[], isPrivate: boolean): string {
  const rsn = elements.find(({ id }) => id === RSN);
  const found = rsn ? keyManagements(rsn.content) : [];
  if (elements.some(({ id, content }) => id === VENDOR && content.subarray(0, 4).equals(WPA1))) found.unshift('WPA');
  if (found.length > 0) return [...new Set(found)].join(', ');
  return rsn ? 'WPA2' : isPrivate ? 'WEP' : 'none';
}

/** Version, group cipher, then two lists: pairwise ciphers, and key managements of four bytes each. */
function keyManagements(content: Buffer): string[] {
  const ciphers = content.length >= 8 ? content.readUInt16LE(6) : 0;
  const at = 8 + 4 * ciphers;
  if (at + 2 > content.length) return [];
  const kinds: string[] = [];
  for (let next = at + 2, left = content.readUInt16LE(at); left > 0 && next + 4 <= content.length; next += 4, left--) {
    const kind = KEY_MANAGEMENT[content.readUInt8(next + 3)];
    if (kind !== undefined) kinds.push(kind);
  }
  return kinds;
}
