import { messageOf, systemCode } from '../../core/index.js';
import { readSqlFile } from '../input.js';
import { type Command, CommandError } from './command.js';

/** Files that read each other end here. */
const MAX_DEPTH = 32;
let depth = 0;

export const read: Command = {
  name: 'read',
  usage: 'FILE',
  help: 'Run the statements and commands of a file',
  takes: ['file'],
  count: [1, 1],
  async run(session, [path = ''], signal) {
    if (depth >= MAX_DEPTH) throw new CommandError(`error: files are read more than ${MAX_DEPTH} deep`);
    const text = textOf(path);
    depth++;
    try {
      const { status } = await session.execute(text, signal, path);
      // What went wrong was told where it went wrong.
      if (status !== 0) throw new CommandError('', status);
    } finally {
      depth--;
    }
  },
};

function textOf(path: string): string {
  try {
    return readSqlFile(path);
  } catch (error) {
    throw new CommandError(`error: cannot read ${path}: ${systemCode(error) ?? messageOf(error)}`);
  }
}
