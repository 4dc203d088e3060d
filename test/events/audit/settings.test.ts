import t from 'tap';
import { rulesFor } from '../../../src/events/audit/kernel/rules.js';
import { type AuditSettings, auditSource } from '../../../src/events/audit/settings.js';
import { archsOf, syscallName } from '../../../src/events/audit/syscalls/index.js';
import { Flags } from '../../../src/flags/index.js';

const PID = 812;

function settingsOf(given: Readonly<Record<string, string>>, tables = auditSource.tables): AuditSettings | undefined {
  const flags = new Flags('hostql');
  for (const [name, value] of Object.entries({ disable_audit: 'false', ...given })) flags.set(name, value, 'given');
  const sections = new Map<string, unknown>([
    ['file_paths', { etc: ['/etc/%%', ''], home: ['/home/%/.ssh/%', 7] }],
    ['exclude_paths', { etc: ['/etc/mtab'] }],
  ]);
  return auditSource.settings({ flags, sections, tables: new Set(tables) });
}

/** A line for each rule: what it is about, and its calls. */
function rulesOf(given: Readonly<Record<string, string>>, machine = 'x64'): string[] {
  const settings = settingsOf(given);
  const rules = settings ? rulesFor(settings, archsOf(machine), PID) : [];
  return rules.map(({ syscalls, fields, key }) => {
    const arch = fields[0]?.value ?? 0;
    const conditions = fields.slice(1).map(({ field, operator, value }) => `${field}${operator}${value}`);
    return `${arch.toString(16)} ${conditions.join(' ')} ${key}: ${syscalls.map((number) => syscallName(arch, number)).join()}`;
  });
}

t.test('what is off by default, and by disable_audit', async (t) => {
  t.equal(settingsOf({ disable_audit: 'true' }), undefined);
  t.match(settingsOf({}), {
    process: { fork: false, kill: false },
    sockets: undefined,
    files: undefined,
    user: true,
    selinux: false,
    apparmor: false,
    seccomp: false,
    mayConfigure: false,
    persist: true,
    backlogLimit: 4096,
    backlogWaitTime: 0,
  });
  t.equal(settingsOf({ audit_allow_process_events: 'false', audit_allow_user_events: 'false' }), undefined);
  t.equal(settingsOf({}, ['socket_events']), undefined, 'nobody wants what is on');
});

t.test('each flag has its effect', async (t) => {
  const flags: readonly (readonly [name: string, value: string, effect: object])[] = [
    ['audit_allow_process_events', 'false', { process: undefined }],
    ['audit_allow_fork_process_events', 'true', { process: { fork: true } }],
    ['audit_allow_kill_process_events', 'true', { process: { kill: true } }],
    ['audit_allow_sockets', 'true', { sockets: { accept: true, failed: false, nullAccept: false, unix: false } }],
    ['audit_allow_fim_events', 'true', { files: { include: ['/etc/%%', '/home/%/.ssh/%'], exclude: ['/etc/mtab'] } }],
    ['audit_allow_user_events', 'false', { user: false }],
    ['audit_allow_selinux_events', 'true', { selinux: true }],
    ['audit_allow_apparmor_events', 'true', { apparmor: true }],
    ['audit_allow_seccomp_events', 'true', { seccomp: true }],
    ['audit_allow_config', 'true', { mayConfigure: true }],
    ['audit_force_reconfigure', 'true', { forceReconfigure: true }],
    ['audit_force_unconfigure', 'true', { forceUnconfigure: true }],
    ['audit_persist', 'false', { persist: false }],
    ['audit_backlog_limit', '99', { backlogLimit: 99 }],
    ['audit_backlog_wait_time', '7', { backlogWaitTime: 7 }],
    ['audit_debug', 'true', { debug: true }],
  ];
  for (const [name, value, effect] of flags) {
    t.match(settingsOf({ [name]: value }), effect, name);
    t.notMatch(settingsOf({}), effect, `${name} is not so by default`);
  }
  const sockets: readonly (readonly [name: string, value: string, effect: object])[] = [
    ['audit_allow_accept_socket_events', 'false', { accept: false }],
    ['audit_allow_failed_socket_events', 'true', { failed: true }],
    ['audit_allow_null_accept_socket_events', 'true', { nullAccept: true }],
    ['audit_allow_unix', 'true', { unix: true }],
  ];
  for (const [name, value, effect] of sockets) {
    t.match(settingsOf({ audit_allow_sockets: 'true', [name]: value })?.sockets, effect, name);
  }
  const files: readonly (readonly [name: string, effect: object])[] = [
    ['audit_show_partial_fim_events', { showPartial: true }],
    ['audit_fim_show_accesses', { showAccesses: true }],
    ['audit_show_untracked_res_warnings', { warnUntracked: true }],
    ['audit_fim_debug', { debug: true }],
  ];
  for (const [name, effect] of files) {
    t.match(settingsOf({ audit_allow_fim_events: 'true', [name]: 'true' })?.files, effect, name);
  }
});

t.test('rules for programs, of both architectures', async (t) => {
  t.same(rulesOf({}), [
    'c000003e pid!=812 success=1 hostql: execve,execveat',
    '40000003 pid!=812 success=1 hostql: execve,execveat',
  ]);
  t.same(rulesOf({}, 'arm64'), [
    'c00000b7 pid!=812 success=1 hostql: execve,execveat',
    '40000028 pid!=812 success=1 hostql: execve,execveat',
  ]);
  t.same(
    rulesOf({ audit_allow_fork_process_events: 'true', audit_allow_kill_process_events: 'true' })[0]?.split(': ')[1],
    [...['execve', 'execveat', 'fork', 'vfork', 'clone', 'clone3', 'kill', 'tkill', 'tgkill']].join(),
  );
});

t.test('rules for sockets also meet calls that failed, and socketcall by its first argument', async (t) => {
  const given = { audit_allow_sockets: 'true', audit_allow_process_events: 'false' };
  t.same(rulesOf(given), [
    'c000003e pid!=812 hostql: bind,connect,accept,accept4',
    '40000003 pid!=812 hostql: bind,connect,accept4',
    ...[2, 3, 5, 18].map((call) => `40000003 pid!=812 a0=${call} hostql: socketcall`),
  ]);
  t.same(rulesOf({ ...given, audit_allow_accept_socket_events: 'false' }), [
    'c000003e pid!=812 hostql: bind,connect',
    '40000003 pid!=812 hostql: bind,connect',
    ...[2, 3].map((call) => `40000003 pid!=812 a0=${call} hostql: socketcall`),
  ]);
});

t.test('rules for files: reads only where they are told', async (t) => {
  const given = { audit_allow_fim_events: 'true', audit_allow_process_events: 'false' };
  const [maps, duplicate, , calls] = rulesOf(given);
  t.equal(maps, 'c000003e pid!=812 success=1 a2&2 hostql: mmap');
  t.equal(duplicate, 'c000003e pid!=812 success=1 a1=0 hostql: fcntl');
  for (const call of [
    'open',
    'openat2',
    'close',
    'write',
    'sendfile',
    'unlinkat',
    'link',
    'clone3',
    'execve',
    'truncate',
  ]) {
    t.ok(calls?.split(/[ ,]/).includes(call), call);
  }
  t.notMatch(calls, /read/);
  const withAccesses = rulesOf({ ...given, audit_fim_show_accesses: 'true' });
  t.equal(withAccesses[0], 'c000003e pid!=812 success=1 hostql: mmap');
  t.match(withAccesses[3], /pread64/);
});

t.test('what security modules and programs tell needs no rule', async (t) => {
  const given = {
    audit_allow_process_events: 'false',
    audit_allow_selinux_events: 'true',
    audit_allow_seccomp_events: 'true',
  };
  t.same(rulesOf(given), []);
});
