/** Text of an IPv4 address, from the number that four bytes in network order make. Pure. */
export const formatIpv4 = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

/**
 * Text of an IPv6 address as inet_ntop(3) writes it: the first longest run of two or more zero groups becomes `::`; a
 * mapped IPv4 address ends in dotted form. Pure.
 * @param groups eight, of 16 bits each
 */
export function formatIpv6(groups: readonly number[]): string {
  const run = longestZeroRun(groups);
  const endsInIpv4 = run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff));
  const shown = endsInIpv4 ? 6 : 8;
  let text = '';
  for (let i = 0; i < shown; i++) {
    if (i === run.start) {
      text += '::';
      i += run.length - 1;
    } else {
      text += `${text === '' || text.endsWith(':') ? '' : ':'}${(groups[i] ?? 0).toString(16)}`;
    }
  }
  if (!endsInIpv4) return text;
  const tail = formatIpv4(((groups[6] ?? 0) << 16) | (groups[7] ?? 0));
  return `${text}${text.endsWith(':') ? '' : ':'}${tail}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 1 };
  for (let i = 0; i < groups.length; i++) {
    let length = 0;
    while (i + length < groups.length && groups[i + length] === 0) length++;
    if (length > best.length) best = { start: i, length };
    i += length;
  }
  return best;
}
