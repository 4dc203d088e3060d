import type { Host } from '../host.js';
import { readRegisters } from './registers.js';

/** Model-specific registers of a processor (Intel SDM, volume 4), as they are; null where it has none. */
export interface ModelRegisters {
  readonly miscEnable: bigint | null;
  readonly turboRatioLimit: bigint | null;
  readonly platformInfo: bigint | null;
  readonly perfControl: bigint | null;
  readonly perfStatus: bigint | null;
  readonly featureControl: bigint | null;
  readonly raplPowerLimit: bigint | null;
  readonly raplEnergyStatus: bigint | null;
  readonly raplPowerUnit: bigint | null;
}

const NUMBERS: Readonly<Record<keyof ModelRegisters, bigint>> = {
  miscEnable: 0x1a0n,
  turboRatioLimit: 0x1adn,
  platformInfo: 0xcen,
  perfControl: 0x199n,
  perfStatus: 0x198n,
  featureControl: 0x3an,
  raplPowerLimit: 0x610n,
  raplEnergyStatus: 0x611n,
  raplPowerUnit: 0x606n,
};

/**
 * Those of one processor; null for a recorded machine that kept none.
 * @throws Gone (the kernel's msr driver is not loaded), Refused
 */
export function readModelRegisters(host: Host, processor: number): ModelRegisters | null {
  const read = readRegisters(host, `/dev/cpu/${processor}/msr`, Object.values(NUMBERS), 8);
  if (!read) return null;
  const values = Object.keys(NUMBERS).map((name, index) => [name, read[index]?.readBigUInt64LE() ?? null]);
  return Object.fromEntries(values) as ModelRegisters; // made of the keys of NUMBERS
}
