import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { carbonBlackInfo } from '../../../src/tables/services/carbon-black-info.js';
import { scanTable } from '../scan.js';

t.test('a machine with a sensor', async (t) => {
  const host = new Host('test/hosts/rhel-like');
  const [row] = scanTable(carbonBlackInfo, host);
  t.match(row, {
    ...{ sensor_id: 0x1f, config_name: 'Default Group', sensor_backend_server: 'https://cb.example.org:443' },
    ...{ collect_processes: 1, collect_reg_mods: -1, event_queue: 13, binary_queue: 9 },
  });
  const before = host.counters.filesOpened;
  scanTable(carbonBlackInfo, host, { columns: ['sensor_id'] });
  t.equal(host.counters.filesOpened - before, 1, 'only what is asked for is read');
});

t.test('a machine without one', async (t) => {
  const warnings: string[] = [];
  const [row] = scanTable(carbonBlackInfo, new Host(t.testdir({})), { warnings });
  t.match(row, {
    sensor_id: null,
    config_name: null,
    collect_file_mods: null,
    event_queue: null,
    protection_disabled: 0,
  });
  t.same(warnings, []);
});

t.test('a folder that is not what it should be', async (t) => {
  const root = t.testdir({
    var: { lib: { cb: { 'sensor.id': 'short', events: t.fixture('symlink', '/etc'), a: { filedata: 'x' } } } },
  });
  execFileSync('mkfifo', [join(root, 'var/lib/cb/sensorsettings.ini'), join(root, 'var/lib/cb/a/metadata')]);
  const warnings: string[] = [];
  t.match(scanTable(carbonBlackInfo, new Host(root), { warnings }), [
    { sensor_id: null, config_name: null, collect_file_mods: null, event_queue: 0, binary_queue: 1 },
  ]);
  t.same(warnings, ['cannot read /var/lib/cb/sensorsettings.ini: not a regular file']);
});
