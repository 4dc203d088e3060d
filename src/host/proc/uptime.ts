import type { Host } from '../host.js';

/** Whole seconds since boot, time asleep included, as uptime(1) counts them. Throws as `Host.readBytes`. */
export function readUptimeSeconds(host: Host): number | null {
  return parseUptime(host.readText('/proc/uptime'));
}

/** `/proc/uptime`: seconds since boot, then seconds idle, both with two decimals (proc_uptime(5)). Pure. */
export function parseUptime(text: string): number | null {
  const whole = /^\s*(\d{1,15})(?:\.\d*)?(?:\s|$)/.exec(text)?.[1];
  return whole === undefined ? null : Number(whole);
}
