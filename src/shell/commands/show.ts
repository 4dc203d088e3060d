import { showText } from '../osquery/show-text.js';
import type { Command } from './command.js';

export const show: Command = {
  name: 'show',
  usage: '',
  help: 'Show the settings of this shell',
  takes: [],
  count: [0, 0],
  run(session) {
    const { state } = session;
    const onOff = (value: boolean): string => (value ? 'on' : 'off');
    const settings: readonly (readonly [string, string])[] = [
      ['bail', onOff(state.bail)],
      ['connected', state.connected ?? 'no'],
      ['echo', onOff(state.echo)],
      ['headers', onOff(state.header)],
      ['mode', state.mode],
      ['nullvalue', state.nullText === undefined ? 'as the mode has it' : JSON.stringify(state.nullText)],
      ['output', session.results.path ?? 'standard output'],
      ['separator', state.separator === undefined ? 'as the mode has it' : JSON.stringify(state.separator)],
      ['timeout', state.timeoutMs === undefined ? 'none' : `${state.timeoutMs / 1000} s`],
      ['timer', onOff(state.timer)],
      ['trace', onOff(state.trace)],
      ['width', state.widths.join(' ')],
    ];
    for (const [name, value] of settings) session.print(`${`${name.padStart(9)}  ${value}`.trimEnd()}\n`);
  },
};

/** osquery's, of its flags too. */
export const osqueryShow: Command = {
  ...show,
  help: 'Show versions, plugins, settings and flags',
  run(session) {
    const { title, rest } = showText(session);
    session.show(title);
    session.print(rest);
  },
};

export const osquerySummary: Command = { ...osqueryShow, name: 'summary' };
