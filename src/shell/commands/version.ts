import { VERSION } from '../../core/index.js';
import { SQLITE_VERSION } from '../sqlite-version.js';
import type { Command } from './command.js';

export const version: Command = {
  name: 'version',
  usage: '',
  help: 'Show the versions of the program and of its SQL',
  takes: [],
  count: [0, 50],
  run(session) {
    const product = session.dialect === 'osquery' ? 'osquery' : 'hostql';
    const speaking = session.dialect === 'osquery' ? 'using SQLite' : 'speaking the SQL of SQLite';
    session.print(`${product} ${VERSION}\n${speaking} ${SQLITE_VERSION}\n`);
  },
};
