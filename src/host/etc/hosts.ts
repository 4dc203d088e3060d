import type { Host } from '../host.js';
import { linesOf, words } from '../words.js';

/** One line of `/etc/hosts`. */
export interface HostsEntry {
  /** As written: nobody checks that it is one. */
  readonly address: string;
  /** The canonical name first. */
  readonly names: readonly string[];
}

/** Throws as `Host.readBytes`. */
export const readHosts = (host: Host): HostsEntry[] => parseHosts(host.readText('/etc/hosts'));

/** hosts(5): an address, then its names; a comment from `#` to the end, inside a word too, as the resolver reads it. Pure. */
export function parseHosts(text: string): HostsEntry[] {
  const entries: HostsEntry[] = [];
  for (const line of linesOf(text)) {
    const comment = line.indexOf('#');
    const [address, ...names] = words(comment < 0 ? line : line.slice(0, comment));
    if (address !== undefined) entries.push({ address, names });
  }
  return entries;
}

/** The full name of a host: the first of the line that names it, or the name itself. Pure. */
export function canonicalName(entries: readonly HostsEntry[], name: string): string {
  const wanted = name.toLowerCase();
  return entries.find(({ names }) => names.some((other) => other.toLowerCase() === wanted))?.names[0] ?? name;
}
