import { didYouMean } from '../../core/index.js';
import { MODES, type ModeName } from '../modes/index.js';
import { type Command, CommandError } from './command.js';

export const mode: Command = {
  name: 'mode',
  usage: 'MODE',
  help: 'How results are printed',
  takes: ['mode'],
  count: [1, 1],
  run(session, [word = '']) {
    const found = MODES.find((name) => name === word);
    if (!found) throw new CommandError(`error: no such mode: ${word}\nhint: ${hintFor(word)}`);
    session.state.mode = found;
  },
};

function hintFor(word: string): string {
  const meant = didYouMean(word, MODES);
  return meant === undefined ? `there are ${MODES.join(', ')}` : `did you mean "${meant}"?`;
}

const OSQUERY_MODES: Readonly<Record<string, ModeName>> = {
  line: 'line',
  lines: 'line',
  column: 'column',
  columns: 'column',
  list: 'list',
  pretty: 'pretty',
  csv: 'csv',
};

/** osquery's, with its five modes; csv brings the comma. */
export const osqueryMode: Command = {
  ...mode,
  run(session, [word = '']) {
    const found = Object.hasOwn(OSQUERY_MODES, word) ? OSQUERY_MODES[word] : undefined;
    if (!found) throw new CommandError('Error: mode should be one of: column csv line list pretty');
    session.state.mode = found;
    if (found === 'csv') session.state.separator = ',';
  },
};
