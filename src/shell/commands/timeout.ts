import { type Command, CommandError } from './command.js';

export const timeout: Command = {
  name: 'timeout',
  usage: 'SECONDS',
  help: 'Stop what takes longer; 0 for no limit',
  takes: ['text'],
  count: [1, 1],
  run({ state }, [word = '']) {
    const seconds = Number(word);
    if (!/^[\d.]+$/.test(word) || !Number.isFinite(seconds)) {
      throw new CommandError(`error: .timeout takes seconds, not "${word}"`);
    }
    state.timeoutMs = seconds === 0 ? undefined : seconds * 1000;
  },
};

/** osquery's, in milliseconds and without effect. */
export const osqueryTimeout: Command = { ...timeout, usage: 'MS', run() {} };
