import type { Host } from '../host.js';
import { linesOf, words } from '../words.js';

/** A line of `/etc/services`. */
export interface ServiceEntry {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly aliases: readonly string[];
  readonly comment: string | null;
}

/** A line of `/etc/protocols`. */
export interface ProtocolEntry {
  readonly name: string;
  readonly number: number;
  readonly aliases: readonly string[];
  readonly comment: string | null;
}

/** Throws as `Host.readBytes`. */
export const readServices = (host: Host): Iterable<ServiceEntry> => parseServices(host.readText('/etc/services'));

/** Throws as `Host.readBytes`. */
export const readProtocols = (host: Host): Iterable<ProtocolEntry> => parseProtocols(host.readText('/etc/protocols'));

/** services(5): a name, `port/protocol`, other names. Pure. */
export function* parseServices(text: string): Generator<ServiceEntry> {
  for (const { tokens, comment } of commentedLines(text)) {
    const [name, where = '', ...aliases] = tokens;
    const [, port, protocol] = /^(\d{1,5})\/([^/]+)$/.exec(where) ?? [];
    if (name !== undefined && port !== undefined && protocol !== undefined)
      yield { name, port: Number(port), protocol, aliases, comment };
  }
}

/** protocols(5): a name, a number, other names. Pure. */
export function* parseProtocols(text: string): Generator<ProtocolEntry> {
  for (const { tokens, comment } of commentedLines(text)) {
    const [name, number = '', ...aliases] = tokens;
    if (name !== undefined && /^\d{1,10}$/.test(number)) yield { name, number: Number(number), aliases, comment };
  }
}

function* commentedLines(text: string): Generator<{ tokens: string[]; comment: string | null }> {
  for (const line of linesOf(text)) {
    const hash = line.indexOf('#');
    if (hash < 0) yield { tokens: words(line), comment: null };
    else yield { tokens: words(line.slice(0, hash)), comment: line.slice(hash + 1).trim() || null };
  }
}
