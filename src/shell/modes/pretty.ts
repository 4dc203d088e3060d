import { isNumeric, type Row, type Value } from '../../core/index.js';
import { type Box, type BoxCell, boxBottom, boxMiddle, boxRow, boxTop, boxWidths } from '../../terminal/index.js';
import { cellWidth, shownText, visible } from '../text.js';
import { lineMode } from './line.js';
import type { Mode, ModeSettings } from './mode.js';
import { sampled } from './sampled.js';

/** More of a cell is not looked at on a terminal: it would be cut long before. */
const LOOKED_AT = 8192;
/** Room for larger numbers than those first seen. */
const MORE_DIGITS = 4;
const NULL_STYLE = '2';
const NAME_STYLE = '1';

/**
 * A box. On a terminal it fits: long cells end in `…` or are wrapped, and where there are more columns than fit at all,
 * each row stands as lines. Numbers are right-aligned. Where there is no terminal nothing is cut: a cell that is longer
 * than those first seen breaks the line instead.
 */
export function prettyMode(settings: ModeSettings): Mode {
  const { width, colour, wraps } = settings;
  return sampled((columns, rows, areAll) => {
    const natural = naturalWidths(columns, rows, settings);
    const widths = width === undefined ? natural : fitting(natural, width, rows, areAll);
    const long = width === undefined ? 'keep' : wraps ? 'wrap' : 'shorten';
    return widths ? boxMode(settings, { widths, hasColour: colour, long }) : lineMode(settings);
  });
}

/** Widths for a terminal; where more rows follow, with room for longer cells than those seen, as far as there is any. */
function fitting(natural: readonly number[], width: number, rows: readonly Row[], areAll: boolean) {
  if (areAll) return boxWidths(natural, width);
  const spare = natural.map(
    (cells, index) => cells + (isNumeric(rows.at(-1)?.[index] ?? null) ? MORE_DIGITS : cells >> 2),
  );
  const widths = boxWidths(spare, width);
  // What was seen is not shortened for what may come.
  return widths?.every((cells, index) => cells >= (natural[index] ?? 0)) ? widths : boxWidths(natural, width);
}

/** Cells that each column needs. */
export const naturalWidths = (columns: readonly string[], rows: readonly Row[], settings: ModeSettings): number[] =>
  columns.map((name, index) =>
    rows.reduce(
      (most, row) => Math.max(most, cellWidth(boxText(row[index] ?? null, settings))),
      Math.max(1, cellWidth(visible(name))),
    ),
  );

/** A value's text; on a terminal, of a long one as much as can be seen. */
function boxText(value: Value, { nullText, width, wraps }: ModeSettings): string {
  if (width === undefined || wraps) return shownText(value, nullText);
  if (typeof value === 'string') return shownText(value.slice(0, LOOKED_AT), nullText);
  return shownText(value instanceof Uint8Array ? value.subarray(0, LOOKED_AT) : value, nullText);
}

function boxMode(settings: ModeSettings, box: Box): Mode {
  const { out } = settings;
  return {
    begin(columns) {
      const names = columns.map((name): BoxCell => ({ text: visible(name), align: 'left', style: NAME_STYLE }));
      out.write(boxTop(box) + boxRow(names, box) + boxMiddle(box));
    },
    row(row) {
      const cells = row.map(
        (value): BoxCell => ({
          text: boxText(value, settings),
          align: isNumeric(value) ? 'right' : 'left',
          style: value === null ? NULL_STYLE : '',
        }),
      );
      out.write(boxRow(cells, box));
    },
    end() {
      out.write(boxBottom(box));
    },
    finish() {},
  };
}
