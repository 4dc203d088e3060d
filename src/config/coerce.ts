import { compactJson, type Node } from './text/index.js';

const UINT64 = 2n ** 64n;

/**
 * osquery's reading of a value as a size: the digits a text begins with, a number's bits as they are, 0 for the rest.
 * Negative numbers wrap around, fractions turn to nonsense: both are beyond every range that is asked for.
 */
export function sizeOf(node: Node): bigint {
  if (node.kind === 'number') return numberBits(node.raw);
  if (node.kind !== 'text') return 0n;
  const [, sign, digits] = /^\s*([+-]?)(\d+)/.exec(node.value.slice(0, 400)) ?? [];
  const size = digits === undefined ? 0n : BigInt(digits);
  if (size >= UINT64) return 0n;
  return sign === '-' ? BigInt.asUintN(64, -size) : size;
}

function numberBits(raw: string): bigint {
  if (/^-?\d+$/.test(raw) && raw.length <= 21) {
    const value = BigInt(raw);
    if (value >= -(2n ** 63n) && value < UINT64) return BigInt.asUintN(64, value);
  }
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, Number(raw));
  return bytes.getBigUint64(0);
}

/** osquery's reading of a value as true or false: of texts only `true` and `t` are true. */
export function truthOf(node: Node): boolean {
  if (node.kind === 'boolean') return node.value;
  if (node.kind === 'text') return /^(true|t)$/i.test(node.value);
  return node.kind === 'number' && Number(node.raw) !== 0;
}

/** An option's value as the text of a flag; undefined for null and for fractions, which mean nothing as a flag. */
export function optionText(node: Node): string | undefined {
  switch (node.kind) {
    case 'text':
      return node.value;
    case 'boolean':
      return String(node.value);
    case 'number':
      return numberOption(node.raw);
    case 'null':
      return undefined;
    default:
      return compactJson(node);
  }
}

function numberOption(raw: string): string | undefined {
  const value = Number(raw);
  if (!/^-?\d+$/.test(raw)) return Number.isSafeInteger(value) ? String(value) : undefined;
  return value >= -(2 ** 31) && value < 2 ** 31 ? String(BigInt(raw)) : String(numberBits(raw));
}
