import type { Run, Screen, Style } from './screen.js';

/** Pixels of a cell, and around all of them. */
const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;
const FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";
const PAPER = '#1b1f27';
const INK = '#d5dae3';

/** The sixteen colours of the palette that the shell uses. */
const PALETTE: Readonly<Record<number, string>> = {
  1: '#ef7a85',
  2: '#9ccf87',
  3: '#e3c078',
  4: '#74b2f0',
  5: '#cf92e6',
  6: '#6cc5cf',
  147: '#b3b0ff',
};

/** What differs from run to run is the same in every picture. */
const settled = (text: string): string =>
  text.replace(/\d+\.\d+(?= s\b)/g, '0.012').replace(/^hostql \d+\.\d+\.\d+/, 'hostql 0.1.0');

/** What a screen shows, as SVG: its lines down to the last that is not empty. */
export function pictureOf(screen: Screen, columns: number): string {
  const lines = screen.runs.slice(0, screen.lines.length);
  const width = Math.round(columns * CELL.width + 2 * MARGIN);
  const height = Math.round(lines.length * CELL.height + 2 * MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    '<title>A screen of the hostql shell</title>',
    `<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
    `<g font-family="${FONT}" font-size="14" fill="${INK}" xml:space="preserve">`,
    ...lines.flatMap(lineOf),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function lineOf(runs: readonly Run[], row: number): string[] {
  const parts: string[] = [];
  let column = 0;
  for (const { text, style, width } of runs) {
    const shown = settled(text);
    if (shown.trim() !== '' || style.inverse) parts.push(...partOf(shown, style, column, row, width));
    column += width;
  }
  return parts;
}

function partOf(text: string, style: Style, column: number, row: number, width: number): string[] {
  const x = (MARGIN + column * CELL.width).toFixed(1);
  const top = MARGIN + row * CELL.height;
  const ink = (style.colour !== undefined && PALETTE[style.colour]) || INK;
  const parts: string[] = [];
  if (style.inverse) {
    const cells = (width * CELL.width).toFixed(1);
    parts.push(`<rect x="${x}" y="${top}" width="${cells}" height="${CELL.height}" fill="${ink}"/>`);
  }
  const attributes = [
    ` fill="${style.inverse ? PAPER : ink}"`,
    ...(style.bold ? [' font-weight="bold"'] : []),
    ...(style.dim ? [' opacity="0.6"'] : []),
    // Whatever font there is: columns stand below each other.
    ` textLength="${(width * CELL.width).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`,
  ];
  parts.push(`<text x="${x}" y="${top + 13}"${attributes.join('')}>${escaped(text)}</text>`);
  return parts;
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (char) => (char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;')).replaceAll(' ', '\u00a0');
