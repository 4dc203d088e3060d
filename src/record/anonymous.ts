import { createHmac, randomBytes } from 'node:crypto';
import { type Host, readOr } from '../host/index.js';
import type { Sink } from './recording.js';

/** Files that hold one identifier of the machine each. */
const IDENTIFIERS = [
  '/etc/machine-id',
  '/var/lib/dbus/machine-id',
  ...['board_asset_tag', 'board_serial', 'chassis_asset_tag', 'chassis_serial', 'product_serial', 'product_uuid'].map(
    (name) => `/sys/class/dmi/id/${name}`,
  ),
];
/** Names that many machines have: nobody is found by them, and they are words elsewhere. */
const COMMON =
  /^(localhost|localdomain|debian|ubuntu|fedora|alpine|none|unknown|default|not specified|to be filled.*|0+|f+)$/i;
const MIN_LENGTH = 4;
const MAC = /\b(?:[\da-f]{2}:){5}[\da-f]{2}\b/gi;
/** Addresses of no device: nothing, everybody, and groups. */
const NO_DEVICE = /^(00:00:00:00:00:00|ff:ff:ff:ff:ff:ff|01:|33:33:)/i;

/**
 * Other names for what tells this machine from any other: its host name, serial numbers and ids, and hardware addresses.
 * Each becomes the same text or bytes everywhere in one recording, of the same length, so that structures stay whole; no
 * two recordings have the same.
 */
export class Anonymity {
  readonly #key = randomBytes(32);
  readonly #names = new Map<string, string>();
  readonly #bytes: [from: Buffer, to: Buffer][] = [];

  constructor(host: Host) {
    for (const file of IDENTIFIERS) this.#add(readOr('', () => host.readText(file, 4096)).trim());
    const { hostname } = host.facts;
    this.#add(hostname);
    const hosts = readOr('', () => host.readText('/etc/hosts', 65_536));
    for (const [word] of hosts.matchAll(/[\w-]+(?:\.[\w-]+)+/g)) {
      const domain = word.slice(hostname.length + 1);
      if (word.startsWith(`${hostname}.`) && domain.includes('.')) this.#add(domain);
    }
    for (const name of readOr<string[]>([], () => host.list('/sys/class/net'))) {
      this.#addMac(
        readOr('', () => host.readText(`/sys/class/net/${name}/address`, 4096))
          .trim()
          .toLowerCase(),
      );
    }
  }

  /** Of a file; the same bytes where there is nothing to replace. */
  ofBytes(bytes: Buffer): Buffer {
    const text = bytes.toString('latin1');
    const named = this.ofText(text);
    const result = named === text ? bytes : Buffer.from(named, 'latin1');
    return this.#bytes.reduce((all, [from, to]) => replaced(all, from, to), result);
  }

  ofText(text: string): string {
    let result = text;
    for (const [from, to] of this.#names) result = result.replaceAll(from, to);
    return result.replace(MAC, (mac) => this.#macFor(mac));
  }

  #add(name: string): void {
    if (name.length < MIN_LENGTH || COMMON.test(name) || this.#names.has(name)) return;
    this.#names.set(name, this.#like(name));
    if (!UUID.test(name)) return;
    // SMBIOS has it as 16 bytes, the first three fields with the lowest byte first (DSP0134, 7.2.1).
    this.#bytes.push([smbiosUuid(name), smbiosUuid(this.#like(name))]);
  }

  /** As text, as its bytes, and inside the IPv6 addresses that are made from it (RFC 4291, appendix A). */
  #addMac(mac: string): void {
    if (!/^([\da-f]{2}:){5}[\da-f]{2}$/.test(mac) || NO_DEVICE.test(mac)) return;
    const other = this.#macFor(mac);
    for (const spell of [withoutColons, interfaceId, interfaceIdText]) this.#names.set(spell(mac), spell(other));
    this.#bytes.push(
      [bytesOf(mac), bytesOf(other)],
      [Buffer.from(interfaceId(mac), 'hex'), Buffer.from(interfaceId(other), 'hex')],
    );
  }

  #macFor(mac: string): string {
    if (NO_DEVICE.test(mac)) return mac;
    const digest = this.#digest(mac.toLowerCase()).toString('hex').slice(0, 10);
    const made = `02:${digest.match(/../g)?.join(':')}`; // 02: an address that nobody was given
    return /[A-F]/.test(mac) ? made.toUpperCase() : made;
  }

  /** Digits for digits, letters for letters, hexadecimal where it was; all else as it is. */
  #like(name: string): string {
    const isHex = /^[\da-f-]+$/i.test(name);
    const digest = this.#digest(name.toLowerCase());
    return name.replace(/[a-z\d]/gi, (character, at: number) => {
      const random = digest[at % digest.length] ?? 0;
      if (isHex) return sameCase(character, (random % 16).toString(16));
      return /\d/.test(character)
        ? String(random % 10)
        : sameCase(character, String.fromCharCode(0x61 + (random % 26)));
    });
  }

  #digest(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest();
  }
}

/** A sink that hands on everything under other names. */
export const anonymously = (sink: Sink, names: Anonymity): Sink => ({
  folder: (path) => sink.folder(names.ofText(path)),
  file: (path, bytes) => sink.file(names.ofText(path), names.ofBytes(bytes)),
  link: (path, target) => sink.link(names.ofText(path), names.ofText(target)),
});

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const sameCase = (like: string, character: string): string =>
  like >= 'A' && like <= 'Z' ? character.toUpperCase() : character;

function smbiosUuid(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

const withoutColons = (mac: string): string => mac.replaceAll(':', '');
const bytesOf = (mac: string): Buffer => Buffer.from(withoutColons(mac), 'hex');

/** 16 hexadecimal digits: the address with ff:fe in its middle, and the bit for "made by rule" turned. */
function interfaceId(mac: string): string {
  const bytes = bytesOf(mac);
  bytes[0] = (bytes[0] ?? 0) ^ 2;
  return `${bytes.toString('hex', 0, 3)}fffe${bytes.toString('hex', 3)}`;
}

const interfaceIdText = (mac: string): string =>
  (interfaceId(mac).match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, '')).join(':');

function replaced(bytes: Buffer, from: Buffer, to: Buffer): Buffer {
  let result = bytes;
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + from.length)) {
    if (result === bytes) result = Buffer.from(bytes);
    to.copy(result, at);
  }
  return result;
}
