/** A SQL literal as a cell of an in-memory table. @throws Error for what is none */
export function readLiteral(text: string): null | number | bigint | string | Uint8Array {
  const literal = text.trim();
  if (/^null$/i.test(literal)) return null;
  if (/^'.*'$/s.test(literal)) return literal.slice(1, -1).replaceAll("''", "'");
  if (/^x'[0-9a-f]*'$/i.test(literal)) return new Uint8Array(Buffer.from(literal.slice(2, -1), 'hex'));
  if (/^[+-]?\d+$/.test(literal)) {
    const whole = BigInt(literal);
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
  }
  if (literal !== '' && !Number.isNaN(Number(literal))) return Number(literal);
  throw new Error(`not a literal: ${literal}`);
}
