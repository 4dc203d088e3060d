import type { Candidate, Completion } from '../../../terminal/index.js';
import type { ArgumentKind, Command } from '../../commands/index.js';
import { MODES } from '../../modes/index.js';
import { pathCandidates } from './paths.js';
import { completeSql, type Vocabulary } from './sql.js';

/** What completion of dot commands draws on. */
export interface DotWords {
  readonly commands: readonly Command[];
  readonly vocabulary: Vocabulary;
  parameters(): readonly string[];
}

/** What could stand at the cursor of a dot command. */
export function completeDot(line: string, cursor: number, words: DotWords): Completion | undefined {
  const before = line.slice(0, cursor);
  const name = /^\.\S*/.exec(before)?.[0] ?? '.';
  if (name.length === before.length)
    return { from: 0, to: cursor, candidates: commandNames(words.commands, '.', name) };
  const command = words.commands.find((one) => `.${one.name}` === name);
  if (!command) return undefined;
  if (command.isRaw || command.takes[0] === 'sql') return rawSql(line, cursor, name.length + 1, words.vocabulary);
  const typed = /\S*$/.exec(before)?.[0] ?? '';
  const index = before
    .slice(name.length, before.length - typed.length)
    .trim()
    .split(/\s+/)
    .filter(Boolean).length;
  const kind = command.takes[Math.min(index, command.takes.length - 1)];
  const from = cursor - typed.length;
  return { from, to: cursor, candidates: candidatesFor(kind, typed, words) };
}

function rawSql(line: string, cursor: number, offset: number, vocabulary: Vocabulary): Completion | undefined {
  const found = completeSql(line.slice(offset), cursor - offset, vocabulary);
  return found && { ...found, from: found.from + offset, to: found.to + offset };
}

const commandNames = (commands: readonly Command[], dot: string, typed: string): Candidate[] =>
  commands
    .filter(({ name }) => (dot + name).startsWith(typed))
    .map(({ name, usage, help, takes }) => ({
      text: `${dot}${name}${takes.length > 0 ? ' ' : ''}`,
      label: dot + name,
      detail: `${dot}${name}${usage === '' ? '' : ` ${usage}`}  ${help}`,
    }));

function candidatesFor(kind: ArgumentKind | undefined, typed: string, words: DotWords): Candidate[] {
  const starting = (names: readonly string[]): Candidate[] =>
    names.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase())).map((text) => ({ text }));
  switch (kind) {
    case 'table':
      return words.vocabulary
        .tables()
        .filter(({ name }) => name.startsWith(typed))
        .map(({ name, detail }) => ({ text: name, ...(detail && { detail }) }));
    case 'file':
      return pathCandidates(typed);
    case 'mode':
      return starting(MODES);
    case 'switch':
      return starting(['on', 'off']);
    case 'command':
      return commandNames(words.commands, typed.startsWith('.') ? '.' : '', typed);
    case 'parameter':
      return starting(words.parameters());
    default:
      return [];
  }
}
