import { RIVALS } from './rivals/index.js';

/** Where all benches run, each is to be short. */
const isOneOfAll = process.env['HOSTQL_BENCH_ALL'] !== undefined;

/** A number from HOSTQL_BENCH_<name>; without, the one where the bench was asked for by name, or the one in a run of all. */
export const numberOf = (name: string, alone: number, amongAll = alone): number =>
  Number(process.env[`HOSTQL_BENCH_${name}`] ?? (isOneOfAll ? amongAll : alone));

const listOf = (name: string): string[] | undefined => process.env[`HOSTQL_BENCH_${name}`]?.split(',');

/** Whether HOSTQL_BENCH_ONLY, if set, has a part of the name. */
export const isChosen = (name: string): boolean => listOf('ONLY')?.some((part) => name.includes(part)) ?? true;

/** Ours, SQLite, and the others or those of HOSTQL_BENCH_RIVALS. */
export function chosenRivals(): string[] {
  const [ours = '', main = '', ...others] = Object.keys(RIVALS);
  return [ours, main, ...others.filter((name) => listOf('RIVALS')?.includes(name) ?? true)];
}
