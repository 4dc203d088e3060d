import { fit, visible } from '../cells.js';
import type { Reader } from '../read/index.js';
import { type Layout, layOut, type Prompts, type Span, windowOf } from './layout.js';
import { menuRows } from './menu-rows.js';
import { cellsOf, type Frame, type Row } from './row.js';

export interface Look {
  readonly columns: number;
  readonly rows: number;
  readonly prompts: Prompts;
  /** Styles of the text; none where there is no colour. */
  paint(text: string): readonly Span[];
}

/** The least that is left for the text where a menu is open. */
const TEXT_ROWS = 3;
const MENU_ROWS = 9;

/** A reader as it stands on the screen: the text around the cursor, and below it the search or the menu. */
export function readerFrame(reader: Reader, look: Look): Frame {
  const layout = wholeText(reader, look);
  const below = belowText(reader, look, layout);
  const { rows, cursorRow, cursorColumn } = windowOf(layout, Math.max(1, look.rows - below.length));
  return { rows: [...rows, ...below], cursorRow, cursorColumn };
}

/** All of the text, however long, with the cursor at its end: what stays on the screen once it was submitted. */
export function submittedFrame({ editor }: Reader, look: Look): Frame {
  const { text } = editor;
  const { rows, cursorColumn } = layOut(text, text.length, look.paint(text), look.prompts, look.columns);
  const shown = rows.at(-1)?.length === 0 && rows.length > 1 ? rows.slice(0, -1) : rows;
  return { rows: shown, cursorRow: shown.length - 1, cursorColumn };
}

function wholeText({ editor: { text, cursor }, search }: Reader, look: Look): Layout {
  const spans = look.paint(text);
  return layOut(
    text,
    cursor,
    search?.match ? marked(spans, cursor, search.needle.length) : spans,
    look.prompts,
    look.columns,
  );
}

/** The spans with one stretch in inverse. */
function marked(spans: readonly Span[], start: number, length: number): Span[] {
  const end = start + length;
  return [
    ...spans.filter((span) => span.start < start).map((span) => ({ ...span, end: Math.min(span.end, start) })),
    { start, end, style: '7' },
    ...spans.filter((span) => span.end > end).map((span) => ({ ...span, start: Math.max(span.start, end) })),
  ];
}

function belowText({ search, menu }: Reader, { columns, rows }: Look, layout: Layout): Row[] {
  const room = rows - Math.min(layout.rows.length, TEXT_ROWS);
  if (search && room > 0) {
    const what = `${search.isFailing ? 'not found' : 'search'} ${search.direction < 0 ? 'back' : 'forward'}: `;
    return [cellsOf(fit(what + visible(search.needle), columns - 1), '2')];
  }
  return menu ? menuRows(menu, columns, Math.min(room, MENU_ROWS)) : [];
}
