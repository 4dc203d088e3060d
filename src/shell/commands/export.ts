import { extname } from 'node:path';
import { messageOf, systemCode } from '../../core/index.js';
import { MODES, type ModeName } from '../modes/index.js';
import { type Command, CommandError } from './command.js';

const BY_EXTENSION: Readonly<Record<string, ModeName>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.md': 'markdown',
  '.html': 'html',
};

export const exportCommand: Command = {
  name: 'export',
  usage: 'FILE [MODE]',
  help: "Write the next result to a file, in the mode of the file's name or this one",
  takes: ['file', 'mode'],
  count: [1, 2],
  async run(session, [path = '', word]) {
    const mode = word === undefined ? (BY_EXTENSION[extname(path).toLowerCase()] ?? session.state.mode) : named(word);
    await orCannotWrite(path, () => session.results.exportTo(path, mode));
  },
};

export const output: Command = {
  name: 'output',
  usage: '[FILE]',
  help: 'Write all results to a file from now on, or to where they went before',
  takes: ['file'],
  count: [0, 1],
  run: (session, [path]) => orCannotWrite(path ?? '', () => session.results.redirect(path)),
};

function named(word: string): ModeName {
  const found = MODES.find((mode) => mode === word);
  if (!found) throw new CommandError(`error: no such mode: ${word}\nhint: there are ${MODES.join(', ')}`);
  return found;
}

async function orCannotWrite(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new CommandError(`error: cannot write ${path}: ${systemCode(error) ?? messageOf(error)}`);
  }
}
