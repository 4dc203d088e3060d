import { COMMANDS, type Editor, emptyEditor, inserted, lineUpOrDown, typed, withText } from '../edit/index.js';
import type { Key } from '../keys.js';
import { type Completion, chosen, closed, type Menu, opened, stepped } from './menu.js';
import { found, type Search, searching } from './search.js';

/** A statement being typed: the text, the place in the history, and what is open below. */
export interface Reader {
  readonly editor: Editor;
  /** What was submitted before, the oldest first. */
  readonly entries: readonly string[];
  /** The entry shown; `entries.length` for what was typed. */
  readonly place: number;
  /** Texts that were changed at places that were left. */
  readonly changed: ReadonlyMap<number, string>;
  readonly search: Search | undefined;
  readonly menu: Menu | undefined;
}

/** What the reader must know of the language that is typed. */
export interface Hooks {
  /** Whether Enter at the end of the text submits it; else it begins a line. */
  isComplete(text: string): boolean;
  complete(text: string, cursor: number): Completion | undefined;
}

export type Effect = 'none' | 'bell' | 'submit' | 'cancel' | 'end' | 'clear' | 'suspend';

export interface Pressed {
  readonly reader: Reader;
  readonly effect: Effect;
}

export const freshReader = (entries: readonly string[], killed: readonly string[] = []): Reader => ({
  editor: { ...emptyEditor, killed },
  entries,
  place: entries.length,
  changed: new Map(),
  search: undefined,
  menu: undefined,
});

const none = (reader: Reader): Pressed => ({ reader, effect: 'none' });
const bell = (reader: Reader): Pressed => ({ reader, effect: 'bell' });
const edited = (reader: Reader, editor: Editor): Pressed => none({ ...reader, editor, menu: undefined });

/** What a key makes of the reader. */
export function press(reader: Reader, key: Key, hooks: Hooks): Pressed {
  if (reader.search) return pressInSearch(reader, reader.search, key, hooks);
  if (reader.menu) return pressInMenu(reader, reader.menu, key, hooks);
  switch (key.kind) {
    case 'text':
      return edited(reader, typed(reader.editor, key.text));
    case 'paste':
      return edited(reader, inserted(reader.editor, key.text));
    case 'key':
      return pressNamed(reader, key.name, hooks);
  }
}

function pressNamed(reader: Reader, name: string, hooks: Hooks): Pressed {
  const { editor, entries, place } = reader;
  switch (name) {
    case 'enter':
      if (hooks.isComplete(editor.text)) return { reader, effect: 'submit' };
      return edited(reader, inserted(editor, '\n'));
    case 'C-c':
      return { reader, effect: 'cancel' };
    case 'C-d':
      if (editor.text === '') return { reader, effect: 'end' };
      break;
    case 'C-l':
      return { reader, effect: 'clear' };
    case 'C-z':
      return { reader, effect: 'suspend' };
    case 'up':
    case 'down': {
      const direction = name === 'up' ? -1 : 1;
      const moved = lineUpOrDown(editor, direction);
      return moved ? edited(reader, moved) : recalled(reader, place + direction);
    }
    case 'C-p':
      return recalled(reader, place - 1);
    case 'C-n':
      return recalled(reader, place + 1);
    case 'page-up':
      return recalled(reader, 0);
    case 'page-down':
      return recalled(reader, entries.length);
    case 'C-r':
    case 'C-s':
      return none({ ...reader, search: searching(editor, place, name === 'C-r' ? -1 : 1) });
    case 'tab':
      return completed(reader, hooks);
  }
  const command = COMMANDS.get(name);
  if (!command) return none(reader);
  const next = command(editor);
  return next === editor ? bell(reader) : edited(reader, next);
}

/** The reader at another entry of the history. What was changed stays where it was changed. */
function recalled(reader: Reader, place: number): Pressed {
  const { editor, entries, changed } = reader;
  if (place < 0 || place > entries.length || place === reader.place) return bell(reader);
  const kept = new Map(changed).set(reader.place, editor.text);
  const text = kept.get(place) ?? entries[place] ?? '';
  return none({ ...reader, editor: withText(editor, text), place, changed: kept });
}

function pressInSearch(reader: Reader, search: Search, key: Key, hooks: Hooks): Pressed {
  const { entries } = reader;
  const show = (next: Search): Pressed => {
    const editor = next.match
      ? withText(search.before, entries[next.match.place] ?? '', next.match.offset)
      : reader.editor;
    const shown = { ...reader, editor, search: next, place: next.match?.place ?? reader.place };
    return next.isFailing ? bell(shown) : none(shown);
  };
  if (key.kind !== 'key') return show(found(search, entries, search.needle + key.text.replaceAll('\n', ' ')));
  switch (key.name) {
    case 'backspace':
      return show(found({ ...search, match: undefined }, entries, search.needle.slice(0, -1)));
    case 'C-r':
    case 'C-s':
      return show(found({ ...search, direction: key.name === 'C-r' ? -1 : 1 }, entries, search.needle, true));
    case 'C-g':
    case 'C-c':
      return none({ ...reader, editor: search.before, place: search.placeBefore, search: undefined });
    case 'escape':
      return none({ ...reader, search: undefined });
    case 'enter': {
      const accepted = { ...reader, search: undefined };
      return hooks.isComplete(reader.editor.text) ? { reader: accepted, effect: 'submit' } : none(accepted);
    }
    default:
      return press({ ...reader, search: undefined }, key, hooks);
  }
}

function completed(reader: Reader, hooks: Hooks): Pressed {
  const { editor } = reader;
  const completion = hooks.complete(editor.text, editor.cursor);
  if (!completion || completion.candidates.length === 0) return bell(reader);
  const next = opened(editor, completion);
  return none({ ...reader, editor: next.editor, menu: next.menu });
}

function pressInMenu(reader: Reader, menu: Menu, key: Key, hooks: Hooks): Pressed {
  const step = key.kind === 'key' ? STEPS.get(key.name) : undefined;
  const isFree = menu.selected === undefined;
  if (step !== undefined && !(isFree && key.kind === 'key' && key.name !== 'tab' && key.name !== 'S-tab')) {
    const next = stepped(menu, step);
    return none({ ...reader, menu: next, editor: chosen(next) });
  }
  const accepted: Reader = { ...reader, menu: undefined };
  if (key.kind === 'key' && key.name === 'enter' && !isFree) return none(accepted);
  if (key.kind === 'key' && (key.name === 'escape' || key.name === 'C-g')) {
    return none({ ...reader, editor: closed(menu), menu: undefined });
  }
  const after = press(accepted, key, hooks);
  // As one types on, the menu narrows.
  const isTyping = key.kind === 'text' || (key.kind === 'key' && key.name === 'backspace');
  if (!isTyping || !isFree || after.effect !== 'none') return after;
  const { editor } = after.reader;
  const completion = hooks.complete(editor.text, editor.cursor);
  if (!completion || completion.candidates.length === 0 || completion.from === completion.to) return after;
  return none({ ...after.reader, menu: { base: editor, completion, selected: undefined } });
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['tab', 1],
  ['S-tab', -1],
  ['right', 1],
  ['left', -1],
  ['down', 1],
  ['up', -1],
]);
