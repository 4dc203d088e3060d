import type { Flags } from './flags.js';

/** The sockets of Docker and LXD, where flags or options name others than osquery looks at by itself. */
export function socketsOf(flags: Flags): { readonly docker?: string; readonly lxd?: string } {
  const named = (name: string): string | undefined =>
    flags.origin(name) === 'default' || flags.text(name) === '' ? undefined : flags.text(name);
  const docker = named('docker_socket');
  const lxd = named('lxd_socket');
  return { ...(docker !== undefined && { docker }), ...(lxd !== undefined && { lxd }) };
}
