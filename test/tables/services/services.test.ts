import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { apparmorProfiles } from '../../../src/tables/kernel/apparmor-profiles.js';
import { selinuxSettings } from '../../../src/tables/kernel/selinux-settings.js';
import { crontab } from '../../../src/tables/services/crontab.js';
import { startupItems } from '../../../src/tables/services/startup-items.js';
import { scanColumn, scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const bare = new Host(t.testdir({ proc: {} }));

const values = (rows: readonly Record<string, unknown>[]): unknown[][] => rows.map((row) => Object.values(row));

t.test('crontab', async (t) => {
  const hourly = 'root\tcd / && run-parts  --report /etc/cron.hourly';
  t.same(values(scanTable(crontab, debian)), [
    [null, '17', '*', '*', '*', '*', hourly, '/etc/crontab'],
    ['@daily', null, null, null, null, null, 'root /usr/bin/true', '/etc/crontab'],
    [null, '*/5', '0-6,8', '1', 'jan', 'mon', 'root /usr/bin/nightly "a  b"', '/etc/cron.d/nightly'],
    ['@reboot', null, null, null, null, null, '/home/alice/bin/watch', '/var/spool/cron/crontabs/alice'],
  ]);
  t.same(scanColumn(crontab, debian, 'command', { lookup: { pid_with_namespace: [640] } }), ['root /inside']);
});

t.test('crontab that is not for us', async (t) => {
  const dir = t.testdir({
    var: { spool: { cron: { crontabs: { root: '* * * * * x y' } } } },
    '.host.json': JSON.stringify({ refused: ['/var/spool/cron/crontabs'] }),
  });
  const warnings: string[] = [];
  t.same(scanTable(crontab, new Host(dir), { warnings }), []);
  t.same(warnings, ['cannot read /var/spool/cron/crontabs: permission denied']);
});

t.test('startup_items', async (t) => {
  const item = 'Startup Item';
  const unit = 'systemd unit';
  const home = '/home/alice/.config/autostart/';
  const scripts = '/home/alice/.config/autostart-scripts/';
  const wants = '/etc/systemd/system/multi-user.target.wants';
  const timers = '/usr/lib/systemd/system/timers.target.wants';
  t.same(values(scanTable(startupItems, debian)), [
    ['Mail', '/usr/bin/mail --folder=in box', null, item, home, 'enabled', 'alice'],
    ['Off', null, null, item, home, 'disabled', 'alice'],
    ['x.sh', `${scripts}x.sh`, null, item, scripts, 'enabled', 'alice'],
    ['cron', '/etc/init.d/cron', null, item, '/etc/init.d/', 'enabled', null],
    ['At', 'at-spi', null, item, '/etc/xdg/autostart/', 'enabled', null],
    ['gone.service', null, null, unit, `${wants}/gone.service`, 'inactive', null],
    ['web.service', '/usr/lib/systemd/system/web.service', null, unit, `${wants}/web.service`, 'active', 'www-data'],
    ['fstrim.timer', '/usr/lib/systemd/system/fstrim.timer', null, unit, `${timers}/fstrim.timer`, null, null],
  ]);
});

t.test('apparmor_profiles', async (t) => {
  t.same(values(scanTable(apparmorProfiles, debian)), [
    ['man_db', 'man_db', null, null, 'abc1', null],
    ['/usr/sbin/sshd', '/usr/sbin/sshd', '/usr/sbin/sshd', 'enforce', null, 'abc256'],
    ['/usr/sbin/sshd//sub', 'sub', null, 'complain', null, null],
    ['/usr/sbin/sshd//sub//deep', 'deep', null, null, null, null],
  ]);
  t.same(scanColumn(apparmorProfiles, debian, 'mode', { lookup: { path: ['/usr/sbin/sshd//sub'] } }), ['complain']);
});

t.test('selinux_settings', async (t) => {
  const host = new Host(
    t.testdir({
      proc: { self: { mounts: 'selinuxfs /sys/fs/selinux selinuxfs rw 0 0\n' } },
      sys: {
        fs: {
          selinux: {
            enforce: '1',
            policyvers: '33',
            booleans: { httpd_can_network: '1 0', virt_use_nfs: '0 0', broken: 'x' },
            initial_contexts: { kernel: 'system_u:system_r:kernel_t:s0\0' },
            policy_capabilities: { open_perms: '1' },
            class: { file: { index: '6', perms: { read: '2', append: '10' } } },
          },
        },
      },
    }),
  );
  t.same(values(scanTable(selinuxSettings, host)), [
    [null, 'checkreqprot', null],
    [null, 'deny_unknown', null],
    [null, 'enforce', '1'],
    [null, 'mls', null],
    [null, 'policyvers', '33'],
    [null, 'reject_unknown', null],
    ['booleans', 'httpd_can_network', 'on'],
    ['booleans', 'virt_use_nfs', 'off'],
    ['policy_capabilities', 'open_perms', '1'],
    ['initial_contexts', 'kernel', 'system_u:system_r:kernel_t:s0'],
    ['class', 'file/perms', 'append'],
    ['class', 'file/perms', 'read'],
  ]);
});

t.test('a machine that has nothing of this', async (t) => {
  for (const table of [apparmorProfiles, crontab, selinuxSettings, startupItems])
    t.same(scanTable(table, bare), [], table.name);
});
