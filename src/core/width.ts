import stringWidth from 'string-width';

/** Columns that a text takes on a terminal: wide characters two, combining marks and controls none. */
export function textWidth(text: string): number {
  for (let i = 0; i < text.length; i++) if (!isNarrow(text.charCodeAt(i))) return stringWidth(text.replace(SIGNS, 'c'));
  return text.length;
}

/** Wide only as emoji; string-width takes them for such always. */
const SIGNS = /[\u00a9\u00ae](?!\ufe0f)/g;

/**
 * Characters of one column that never join what is beside them: printable ASCII, Latin, Cyrillic, the lines of boxes, `…`.
 * Looking further takes a microsecond per character.
 */
const isNarrow = (unit: number): boolean =>
  (unit >= 0x20 && unit <= 0x7e) ||
  (unit >= 0xa1 && unit < 0x300 && unit !== 0xad) ||
  (unit >= 0x400 && unit < 0x483) ||
  (unit >= 0x2500 && unit < 0x2580) ||
  unit === 0x2026;
