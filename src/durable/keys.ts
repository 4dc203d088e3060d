import { Buffer } from 'node:buffer';
import { decodeText, encodeText } from '../core/index.js';
import type { Domain } from './durable.js';

/** In the order a dump prints them. A domain's place here is its first key byte on disk: append only. */
export const DOMAINS = [
  'configurations',
  'queries',
  'events',
  'logs',
  'carves',
  'distributed',
  'distributed_running',
  'query_performance',
] as const satisfies readonly Domain[];

/** Key bytes in the store: the domain's byte, then the text's bytes, so that a domain is one range in byte order. */
export function encodeKey(domain: Domain, key: string): Buffer {
  return Buffer.concat([Uint8Array.of(DOMAINS.indexOf(domain) + 1), encodeText(key)]);
}

export const decodeKey = (bytes: Uint8Array): string => decodeText(bytes, 1);

/** The first key bytes that no key with this prefix reaches. */
export function endOfPrefix(prefix: Uint8Array): Buffer {
  const end = Buffer.from(prefix);
  for (let at = end.length - 1; at >= 0; at--) {
    const byte = end[at] ?? 0;
    if (byte === 0xff) continue;
    end[at] = byte + 1;
    return end.subarray(0, at + 1);
  }
  return end; // not reached: the domain's byte is small
}
