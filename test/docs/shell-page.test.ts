import { readFileSync } from 'node:fs';
import t from 'tap';
import { commandsOf } from '../../src/shell/commands/index.js';
import { MODES } from '../../src/shell/modes/index.js';

t.test('docs/shell.md tells of every command and mode', async (t) => {
  const page = readFileSync('docs/shell.md', 'utf8');
  for (const { name } of commandsOf('hostql')) t.match(page, `\`.${name}`, name);
  for (const mode of MODES) t.match(page, `| \`${mode}\` |`, mode);
});
