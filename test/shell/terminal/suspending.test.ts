import { resolve } from 'node:path';
import t from 'tap';
import { freshHome, NO_PTY } from './open-shell.js';
import { Screen } from './screen.js';

t.test('Ctrl-Z stops the program, and it goes on where it was', { skip: NO_PTY }, async (t) => {
  const { PATH } = process.env;
  const env = { PATH, HOME: freshHome(t), TERM: 'xterm-256color', PS1: 'sh$ ' };
  const screen = new Screen(['/bin/sh', '-i'], { columns: 100, rows: 24, env });
  t.teardown(() => screen.close());
  await screen.line('sh$ |');
  await screen.type(`"${process.execPath}" "${resolve('bin/hostql')}"\r`);
  await screen.line('hostql> |');
  await screen.type('SELECT 1 AS');
  await screen.line('hostql> SELECT 1 AS|');
  await screen.type('\u001a');
  await screen.line('sh$ |');
  await screen.type('stty -a | grep -c " echo "\r');
  await screen.sees(/^1$/m);
  await screen.type('fg\r');
  await screen.line('hostql> SELECT 1 AS|');
  await screen.type(' one;\r');
  await screen.sees('1 row');
  t.pass('what was typed before it stopped is answered');
});
