import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import { FolderSink } from '../../src/record/folder-sink.js';
import { recordText } from '../../src/record/record-text.js';
import { Recording } from '../../src/record/recording.js';
import { RecordingHost } from '../../src/record/recording-host.js';
import { Secrets } from '../../src/record/secrets.js';
import { containerTables } from '../../src/tables/containers/index.js';
import { containerId, dockerWith } from '../tables/containers/fake-engine.js';

t.test('what a server told while it was recorded answers other questions later', async (t) => {
  const server = await dockerWith(3, { '/info': { Containers: 3, MemTotal: 1, ID: '\udc80' } }).listen();
  t.teardown(() => server.close());
  const rows = (host: Host, sql: string) => {
    const self = () => ({ version: '0', sockets: { docker: server.path } });
    const [statement] = openEngine({ catalog: new Catalog(containerTables), host, self }).prepare(sql);
    return statement?.collect();
  };
  const folder = join(t.testdir({}), 'recording');
  const sink = new FolderSink(folder);
  const limits = { fileBytes: 100_000, totalBytes: 1_000_000 };
  const recording = new Recording(sink, new Secrets({ keepEnvironment: false }), limits);
  const recorder = new RecordingHost(recording);
  const keyed = `docker_container_stats WHERE id = '${containerId(0)}'`;
  for (const from of ['docker_containers', 'docker_container_envs', 'docker_info', 'docker_volumes', keyed])
    t.ok((await rows(recorder, `SELECT * FROM ${from}`))?.length, from);
  sink.record(recordText(recorder, recording));

  const recorded = new Host(folder);
  server.take();
  t.same(await rows(recorded, 'SELECT name, image FROM docker_containers'), [
    ['/c0', 'debian'],
    ['/c1', 'debian'],
    ['/c2', 'debian'],
  ]);
  t.same(await rows(recorded, `SELECT name, pid FROM docker_containers WHERE id = '${containerId(1)}'`), [['/c1', 0]]);
  t.same(await rows(recorded, "SELECT driver FROM docker_volumes WHERE name = 'v1'"), [['local']]);
  t.same(await rows(recorded, `SELECT pids FROM ${keyed}`), [[3]]);
  t.same(await rows(recorded, 'SELECT DISTINCT key, value FROM docker_container_envs'), [['A', 'removed']]);
  t.same(await rows(recorded, 'SELECT id FROM docker_info'), [['\udc80']]);
  t.same(await rows(recorded, 'SELECT * FROM docker_networks'), [], 'what was not asked then');
  t.same(server.take(), [], 'and nobody is asked');
  const record = JSON.parse(readFileSync(join(folder, '.host.json'), 'utf8'));
  t.same(record.answers[`GET ${server.path} /info`].Containers, 3, 'it can be read');
});

t.test('an answer larger than a file may be is left out, and told', async (t) => {
  const recording = new Recording(new FolderSink(join(t.testdir({}), 'x')), new Secrets({ keepEnvironment: false }), {
    fileBytes: 10,
    totalBytes: 100,
  });
  recording.answer('GET /a /b', Buffer.from('{"a":"0123456789"}'));
  recording.answer('GET /a /c', Buffer.from('{"a":1}'));
  t.same([...recording.answers.keys()], ['GET /a /c']);
  t.same(recording.cut, ['GET /a /b']);
});
