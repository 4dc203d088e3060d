import type { Command } from './command.js';

const UNITS: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

export const width: Command = {
  name: 'width',
  usage: 'NUMBER...',
  help: 'Widths of the mode column by position: 0 for what fits, negative to align right',
  takes: ['text'],
  count: [1, 50],
  run({ state }, words) {
    words.forEach((word, index) => {
      state.widths[index] = sizeIn(word);
    });
  },
};

/** As sqlite3's shell reads sizes: what is no number is 0, an unknown unit means nothing. */
function sizeIn(word: string): number {
  const [, sign = '', hex, decimal = '0', unit = ''] = /^([+-]?)(?:0x([\da-f]+)|(\d*)(.*))$/is.exec(word) ?? [];
  const size = hex === undefined ? Number(decimal) * (UNITS[unit.toLowerCase()] ?? 1) : Number.parseInt(hex, 16);
  return sign === '-' ? -size : size;
}
