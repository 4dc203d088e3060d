import { SqlError, type Value } from '../../core/index.js';
import type { ShellSession } from '../session.js';
import { shownText } from '../text.js';
import { type Command, CommandError } from './command.js';
import { sqlFailure } from './explain.js';

const USAGE = 'usage: .param [set NAME VALUE | unset NAME | clear], where a name is :name, @name, $name or ?1';

export const param: Command = {
  name: 'param',
  usage: '[set|unset|clear]...',
  help: 'Show parameters, set one (set :name SQL), or take one or all away',
  takes: ['text', 'parameter', 'sql'],
  count: [0, 1],
  isRaw: true,
  async run(session, [text = ''], signal) {
    const { parameters } = session.state;
    const [, verb = '', name = '', value = ''] = /^(\w*)\s*([:@$?]\w+)?\s*([^]*?)\s*$/.exec(text) ?? [];
    const isOf = (word: string, hasName: boolean, hasValue: boolean): boolean =>
      verb === word && hasName === (name !== '') && hasValue === (value !== '');
    if (isOf('', false, false)) list(session);
    else if (isOf('clear', false, false)) parameters.clear();
    else if (isOf('unset', true, false)) parameters.delete(name);
    else if (isOf('set', true, true)) parameters.set(name, await valueOf(session, value, signal));
    else throw new CommandError(`error: ${USAGE}`);
  },
};

function list(session: ShellSession): void {
  for (const [name, value] of session.state.parameters) session.print(`${name}  ${shownText(value, 'NULL')}\n`);
}

/** What an expression comes to; a word that is none is itself. */
async function valueOf(session: ShellSession, text: string, signal: AbortSignal): Promise<Value> {
  const sql = `SELECT ${text}`;
  try {
    const [prepared] = session.engine.prepareEach(sql);
    const [row] = (await prepared?.collect({ signal })) ?? [];
    return row?.[0] ?? null;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (error.code === 'no-such-column') return text;
    throw sqlFailure(session, error, sql);
  }
}
