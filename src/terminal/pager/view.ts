import { fit, padEnd, visible } from '../cells.js';
import { type Cell, cellsOf, type Frame, type Row } from '../draw/index.js';
import type { Key } from '../keys.js';
import { plainText, sliceCells } from './slice.js';

/** What a pager shows: any number of lines, of which more may come. */
export interface Source {
  readonly count: number;
  line(number: number): string | undefined;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Where in the lines the pager is. */
export interface View {
  readonly top: number;
  readonly left: number;
  /** Lines that stay at the top of the screen: a table's head. */
  readonly head: number;
  /** Text looked for. */
  readonly needle: string;
  /** Being typed, after `/` or `?`. */
  readonly typing: { readonly text: string; readonly direction: 1 | -1 } | undefined;
  readonly direction: 1 | -1;
  /** Said once in the last line. */
  readonly note: string;
  /** Keep to the end as more lines come. */
  readonly follows: boolean;
}

export const startView = (head = 0): View => ({
  top: 0,
  left: 0,
  head,
  needle: '',
  typing: undefined,
  direction: 1,
  note: '',
  follows: false,
});

/** Most lines that one search looks at. */
const SEARCHED = 200_000;
const SIDE_STEP = 0.5;

/** Lines of the screen below the head and above the last line. */
const bodyRows = ({ rows }: Size, head: number): number =>
  Math.max(1, rows - 1 - Math.min(head, Math.max(0, rows - 2)));

const lastTop = (view: View, source: Source, size: Size): number =>
  Math.max(0, source.count - view.head - bodyRows(size, view.head));

/** What a key makes of the view; nothing where it ends the pager. */
export function turned(view: View, key: Key, source: Source, size: Size): View | undefined {
  if (view.typing) return typedOn(view, view.typing, key, source, size);
  const name = key.kind === 'key' ? key.name : key.kind === 'text' ? (key.text[0] ?? '') : '';
  const page = bodyRows(size, view.head);
  const to = (top: number): View => ({
    ...view,
    note: '',
    follows: false,
    top: Math.max(0, Math.min(top, lastTop(view, source, size))),
  });
  const aside = (cells: number): View => ({ ...view, note: '', left: Math.max(0, view.left + cells) });
  switch (name) {
    case 'q':
    case 'Q':
    case 'C-c':
    case 'C-d':
    case 'escape':
      return undefined;
    case 'down':
    case 'enter':
    case 'j':
    case 'C-n':
      return to(view.top + 1);
    case 'up':
    case 'k':
    case 'C-p':
      return to(view.top - 1);
    case 'page-down':
    case ' ':
    case 'f':
    case 'C-f':
    case 'C-v':
      return to(view.top + page);
    case 'page-up':
    case 'b':
    case 'C-b':
    case 'M-v':
      return to(view.top - page);
    case 'd':
      return to(view.top + Math.ceil(page / 2));
    case 'u':
    case 'C-u':
      return to(view.top - Math.ceil(page / 2));
    case 'g':
    case '<':
    case 'home':
    case 'M-<':
      return to(0);
    case 'G':
    case '>':
    case 'end':
    case 'M->':
      return { ...to(Number.POSITIVE_INFINITY), follows: true };
    case 'right':
      return aside(Math.ceil(size.columns * SIDE_STEP));
    case 'left':
      return aside(-Math.ceil(size.columns * SIDE_STEP));
    case '/':
    case '?':
      return { ...view, note: '', typing: { text: '', direction: name === '/' ? 1 : -1 } };
    case 'n':
    case 'N': {
      const direction = name === 'n' ? view.direction : view.direction === 1 ? -1 : 1;
      return sought(view, view.needle, direction, source, size);
    }
    default:
      return view;
  }
}

function typedOn(view: View, typing: NonNullable<View['typing']>, key: Key, source: Source, size: Size): View {
  if (key.kind !== 'key') return { ...view, typing: { ...typing, text: typing.text + key.text } };
  switch (key.name) {
    case 'enter': {
      const next = { ...view, typing: undefined, direction: typing.direction };
      return sought(next, typing.text === '' ? view.needle : typing.text, typing.direction, source, size);
    }
    case 'backspace':
      if (typing.text === '') return { ...view, typing: undefined };
      return { ...view, typing: { ...typing, text: [...typing.text].slice(0, -1).join('') } };
    case 'escape':
    case 'C-c':
    case 'C-g':
      return { ...view, typing: undefined };
    default:
      return view;
  }
}

/** The view at the next line that holds a text: capitals count only where there are some. */
function sought(view: View, needle: string, direction: 1 | -1, source: Source, size: Size): View {
  if (needle === '') return view;
  const fold = folding(needle);
  const first = view.head + view.top + direction;
  for (let step = 0; step < SEARCHED; step++) {
    const number = first + step * direction;
    if (number < view.head || number >= source.count) break;
    if (!fold(plainText(source.line(number) ?? '')).includes(needle)) continue;
    const top = Math.max(0, Math.min(number - view.head, lastTop(view, source, size)));
    return { ...view, needle, top, note: '', follows: false };
  }
  return { ...view, needle, note: `not found: ${needle}` };
}

const folding = (needle: string): ((text: string) => string) =>
  needle === needle.toLowerCase() ? (text) => text.toLowerCase() : (text) => text;

/** The screen: the head, the lines, and below them where one is. */
export function viewFrame(view: View, source: Source, size: Size, state: string): Frame {
  const { columns, rows } = size;
  const shown = rows < 3 ? 0 : Math.min(view.head, rows - 2);
  const height = Math.max(1, rows - 1 - shown);
  const top = view.follows ? lastTop(view, source, size) : view.top;
  const numbers = [
    ...Array.from({ length: shown }, (_, index) => index),
    ...Array.from({ length: height }, (_, index) => view.head + top + index),
  ];
  const body = numbers.map((number): Row => lineRow(source.line(number), view, columns));
  const last = view.typing ? `${view.typing.direction === 1 ? '/' : '?'}${visible(view.typing.text)}` : undefined;
  const status = last ?? statusText(view, source, height, top, state);
  return {
    rows: [
      ...body,
      cellsOf(padEnd(fit(status, columns - 1), last === undefined ? columns - 1 : 0), last === undefined ? '7' : ''),
    ],
    cursorRow: body.length,
    cursorColumn: last === undefined ? 0 : Math.min(columns - 1, fit(last, columns - 1).length),
  };
}

function lineRow(line: string | undefined, { left, needle }: View, columns: number): Row {
  if (line === undefined) return cellsOf('~', '2');
  const cells = sliceCells(line, left, columns);
  return needle === '' ? cells : withMatches(cells, needle);
}

/** The cells with what was looked for in inverse. */
function withMatches(cells: readonly Cell[], needle: string): Row {
  const fold = folding(needle);
  const text = fold(cells.map((cell) => cell.text).join(''));
  const hit = new Set<number>();
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    for (let offset = at; offset < at + needle.length; offset++) hit.add(offset);
  }
  let offset = 0;
  return cells.map((cell) => {
    const isHit = hit.has(offset);
    offset += cell.text.length;
    return isHit ? { ...cell, style: '7' } : cell;
  });
}

function statusText({ head, note, left }: View, source: Source, height: number, top: number, state: string): string {
  if (note !== '') return ` ${visible(note)}`;
  const lines = Math.max(0, source.count - head);
  const last = Math.min(lines, top + height);
  const place = `lines ${(lines === 0 ? 0 : top + 1).toLocaleString('en')}-${last.toLocaleString('en')} of ${lines.toLocaleString('en')}`;
  return ` ${place}${left > 0 ? `, from column ${left + 1}` : ''}${state === '' ? '' : ` · ${state}`} · q ends, / finds`;
}
