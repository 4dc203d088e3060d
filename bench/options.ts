import { RIVALS } from './rivals/index.js';

/** Where all benches run, each is to be short. */
const isOneOfAll = process.env['HOSTQL_BENCH_ALL'] !== undefined;

/** A number from HOSTQL_BENCH_<name>; without, the one where the bench was asked for by name, or the one in a run of all. */
export const numberOf = (name: string, alone: number, amongAll = alone): number =>
  Number(process.env[`HOSTQL_BENCH_${name}`] ?? (isOneOfAll ? amongAll : alone));

/** Likewise some numbers, separated by commas. */
export const numbersOf = (name: string, alone: readonly number[], amongAll = alone): readonly number[] =>
  listOf(name)?.map(Number) ?? (isOneOfAll ? amongAll : alone);

const listOf = (name: string): string[] | undefined => process.env[`HOSTQL_BENCH_${name}`]?.split(',');

/** Whether HOSTQL_BENCH_ONLY, if set, has the name or a part of it that is no number: q1 is not q10. */
export const isChosen = (name: string): boolean =>
  listOf('ONLY')?.some((part) => name === part || (name.includes(part) && !/\d$/.test(part))) ?? true;

/** Ours, SQLite, and of the others those in HOSTQL_BENCH_RIVALS. */
export function chosenRivals(among = Object.keys(RIVALS).slice(2)): string[] {
  return [...Object.keys(RIVALS).slice(0, 2), ...among.filter((name) => listOf('RIVALS')?.includes(name) ?? true)];
}
