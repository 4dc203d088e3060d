import t from 'tap';
import { dockerSockets, Host, lxdSockets } from '../../../src/host/index.js';

t.test('sockets that are there, each once, and whose they are', async (t) => {
  const root = t.testdir({
    var: { run: t.fixture('symlink', '../run'), lib: { lxd: {}, incus: { 'unix.socket': '' } } },
    run: {
      'docker.sock': t.fixture('symlink', 'podman/podman.sock'),
      podman: { 'podman.sock': '' },
      incus: { 'unix.socket': t.fixture('symlink', '../../var/lib/incus/unix.socket') },
      user: {
        1000: { podman: { 'podman.sock': '' } },
        1001: { 'docker.sock': '' },
        1002: {},
        nobody: { 'docker.sock': '' },
      },
    },
  });
  t.same(dockerSockets(new Host(root)), [
    { path: '/var/run/docker.sock' },
    { path: '/run/user/1000/podman/podman.sock', ownerUid: 1000 },
    { path: '/run/user/1001/docker.sock', ownerUid: 1001 },
  ]);
  t.same(lxdSockets(new Host(root)), [{ path: '/var/lib/incus/unix.socket' }]);
});

t.test('the one that a flag names, alone', async (t) => {
  const root = t.testdir({ run: { podman: { 'podman.sock': '' } } });
  t.same(dockerSockets(new Host(root), '/srv/docker.sock'), [{ path: '/srv/docker.sock' }]);
  t.same(lxdSockets(new Host(root), '/srv/lxd.sock'), [{ path: '/srv/lxd.sock' }]);
});

t.test('a machine without any', async (t) => {
  const root = t.testdir({});
  t.same(dockerSockets(new Host(root)), []);
  t.same(lxdSockets(new Host(root)), []);
});
