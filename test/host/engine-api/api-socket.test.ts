import t from 'tap';
import { Gone } from '../../../src/core/index.js';
import { ANSWER_LIMITS, ApiSocket, Host, Silent } from '../../../src/host/index.js';
import { answer, serve } from './unix-server.js';

const never = new AbortController().signal;

t.test('an answer is asked for once, whoever wants it', async (t) => {
  const server = await serve((socket) => socket.write(answer('[1]')));
  t.teardown(server.close);
  const api = new ApiSocket(new Host(), { path: server.path });
  t.notOk(api.hasAsked('/x'));
  t.same(await Promise.all([api.getOnce('/x', never), api.getOnce('/x', never)]), [[1], [1]]);
  t.ok(api.hasAsked('/x'));
  t.same(await api.getOnce('/x', never), [1]);
  t.equal(server.count(), 1);
  await api.get('/x', never);
  await api.get('/x', never);
  t.equal(server.count(), 3, 'but for what is wanted anew');
});

t.test('a question is asked again where who asked it has left', async (t) => {
  let isAnswering = false;
  const server = await serve((socket) => isAnswering && socket.write(answer('[1]')));
  t.teardown(server.close);
  const api = new ApiSocket(new Host(), { path: server.path });
  const stop = new AbortController();
  const first = api.getOnce('/x', stop.signal);
  stop.abort(new Error('left'));
  isAnswering = true;
  t.same(await api.getOnce('/x', never), [1]);
  await t.rejects(first, { message: 'left' });
});

t.test('an answer outlives who asked for it', async (t) => {
  const server = await serve((socket) => socket.write(answer('[1]')));
  t.teardown(server.close);
  const api = new ApiSocket(new Host(), { path: server.path });
  const stop = new AbortController();
  await api.getOnce('/x', stop.signal);
  stop.abort();
  t.same(await api.getOnce('/x', never), [1]);
  t.equal(server.count(), 1);
});

t.test('a server that was silent is not asked again', async (t) => {
  const server = await serve(() => undefined);
  t.teardown(server.close);
  const api = new ApiSocket(new Host(), { path: server.path }, { ...ANSWER_LIMITS, timeoutMs: 30 });
  await t.rejects(api.get('/x', never), Silent);
  await t.rejects(api.get('/y', never), Silent);
  t.equal(server.count(), 1);
});

t.test('answers that are neither an object nor a list', async (t) => {
  for (const body of ['<html>', '"text"', '7', 'true']) {
    const server = await serve((socket) => socket.write(answer(body)));
    const api = new ApiSocket(new Host(), { path: server.path });
    await t.rejects(api.get('/x', never), /the answer cannot be read as JSON/, body);
    await server.close();
  }
  const server = await serve((socket) => socket.write(answer('null')));
  t.teardown(server.close);
  t.equal(await new ApiSocket(new Host(), { path: server.path }).get('/x', never), null, 'no changes, says Docker');
  const mute = await serve((socket) => socket.write(answer('')));
  t.teardown(mute.close);
  await t.rejects(
    new ApiSocket(new Host(), { path: mute.path }).get('/x', never),
    Gone,
    'as Podman has nothing to tell',
  );
});

t.test('what is read is counted', async (t) => {
  const server = await serve((socket) => socket.write(answer('[1,2,3]')));
  t.teardown(server.close);
  const host = new Host();
  await new ApiSocket(host, { path: server.path }).get('/x', never);
  t.equal(host.counters.bytesRead, 7);
  t.ok(host.counters.syscalls > 0);
});
