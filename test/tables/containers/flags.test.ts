import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { sibling } from '../sibling.js';
import { dockerWith, FakeEngine } from './fake-engine.js';

t.test('osqueryi asks at the sockets that its flags name', async (t) => {
  const docker = await dockerWith(1).listen();
  const lxd = await new FakeEngine((path) =>
    path === '/1.0/certificates' ? { metadata: [{ name: 'me' }] } : undefined,
  ).listen();
  t.teardown(() => Promise.all([docker.close(), lxd.close()]));
  const sql = 'SELECT name FROM docker_containers; SELECT name FROM lxd_certificates; SELECT name FROM docker_networks';
  const flags = [`--docker_socket=${docker.path}`, `--lxd_socket=${lxd.path}`, '--csv', '--noheader'];
  const program = [...process.execArgv, sibling('./shell-program', import.meta.url)];
  const child = spawn(process.execPath, [...program, ...flags, sql], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.same((await text(child.stdout)).split('\n').filter(Boolean), ['/c0', 'me', 'bridge']);
});
