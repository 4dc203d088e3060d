import { generateKeyPairSync } from 'node:crypto';
import t from 'tap';
import { parsePrivateKey, parseShadow } from '../../src/host/index.js';
import { withoutPrivateKeys } from '../../src/record/private-keys.js';
import { Secrets } from '../../src/record/secrets.js';
import { withoutPasswords } from '../../src/record/words.js';

const clean = (path: string, text: string, keepEnvironment = false): string =>
  new Secrets({ keepEnvironment }).without(path, Buffer.from(text, 'latin1')).toString('latin1');

t.test('what is taken out of which file', async (t) => {
  const cases: [path: string, text: string, left: string][] = [
    ['/etc/shadow', 'root:$y$j9T$abc$def:19000:0:99999:7:::\n', 'root:$y$removed:19000:0:99999:7:::\n'],
    [
      '/etc/shadow',
      'a:!$6$salt$hash:1::::::\nb:*:1::::::\nc:!!:1::::::\nd::1::::::\n',
      'a:!$6$removed:1::::::\nb:*:1::::::\nc:!!:1::::::\nd::1::::::\n',
    ],
    ['/etc/shadow-', 'old:abJnggxhB/yWI:1::::::\n', 'old:removed:1::::::\n'],
    ['/etc/gshadow', 'wheel:$6$x$y:root:\n', 'wheel:$6$removed:root:\n'],
    [
      '/etc/passwd',
      'old:abJnggxhB/yWI:5:5::/:/bin/sh\nroot:x:0:0:root:/root:/bin/sh\n',
      'old:x:5:5::/:/bin/sh\nroot:x:0:0:root:/root:/bin/sh\n',
    ],
    ['/proc/7/environ', 'HOME=/root\0A=1=2\0EMPTY=\0', 'HOME=removed\0A=removed\0EMPTY=\0'],
    ['/proc/7/cmdline', 'mysql\0-u\0me\0--password=hunter22\0', 'mysql\0-u\0me\0--password=removed\0'],
    [
      '/proc/7/cmdline',
      'app\0--token\0abcdef\0--token-file\0/run/t\0',
      'app\0--token\0removed\0--token-file\0/run/t\0',
    ],
    ['/proc/7/comm', 'password=hunter22\n', 'password=hunter22\n'],
    ['/root/.bash_history', '#1700000000\nmysql -phunter22\nls\n', '#1700000000\nremoved\nremoved\n'],
    ['/home/a/.zsh_history', ': 1700000000:0;curl -u a:b\n', ': 1700000000:0;removed\n'],
    [
      '/home/a/.config/chromium/Default/Preferences',
      '{"account_info":[{"email":"a@b"}],"profile":{"name":"P","x":1},"extensions":{"settings":{"i":{"path":"p","state":1,"token":"t"}}}}',
      '{"profile":{"name":"P"},"extensions":{"settings":{"i":{"path":"p","state":1}},"opsettings":{}}}',
    ],
    [
      '/root/.config/opera/Secure Preferences',
      '{"token": "secret"',
      '{"profile":{},"extensions":{"settings":{},"opsettings":{}}}',
    ],
    [
      '/etc/apt/sources.list',
      'deb https://me:hunter22@example.org/ x main\n',
      'deb https://me:removed@example.org/ x main\n',
    ],
    ['/etc/cron.d/x', '* * * * * root PGPASSWORD=hunter22 dump\n', '* * * * * root PGPASSWORD=removed dump\n'],
    [
      '/etc/NetworkManager/system-connections/w',
      '[wifi-security]\nkey-mgmt=wpa-psk\npsk=hunter22\n',
      '[wifi-security]\nkey-mgmt=wpa-psk\npsk=removed\n',
    ],
    ['/etc/nsswitch.conf', 'passwd: files systemd\n', 'passwd: files systemd\n'],
    [
      '/usr/lib/systemd/system/x.service',
      'LoadCredential=a\nExecStart=/bin/x --password-file=/run/x\n',
      'LoadCredential=a\nExecStart=/bin/x --password-file=/run/x\n',
    ],
  ];
  for (const [path, text, left] of cases) t.equal(clean(path, text), left, path);
});

/** What a server's answer becomes, and what was taken out of it. */
function cleanAnswer(answer: unknown, keepEnvironment = false, name = 'GET /run/docker.sock /x') {
  const secrets = new Secrets({ keepEnvironment });
  const left = secrets.withoutInAnswer(name, Buffer.from(JSON.stringify(answer)));
  return { left: JSON.parse(left.toString()), taken: Object.fromEntries(secrets.taken) };
}

t.test('what is taken out of the answers of container engines', async (t) => {
  const inspected = {
    Args: ['--user', 'me', '--password', 'hunter22', 'db'],
    Config: {
      Env: ['PATH=/bin', 'TOKEN=a=b', 'EMPTY=', 'NAME'],
      Cmd: ['sh', '-c', 'PGPASSWORD=hunter22 dump'],
      Labels: { 'com.example.password': 'hunter22', plain: 'text' },
    },
    State: { Pid: 7, Running: true },
    Size: 12345678901234567n.toString(),
  };
  t.strictSame(cleanAnswer(inspected), {
    left: {
      Args: ['--user', 'me', '--password', 'removed', 'db'],
      Config: {
        Env: ['PATH=removed', 'TOKEN=removed', 'EMPTY=', 'NAME'],
        Cmd: ['sh', '-c', 'PGPASSWORD=removed dump'],
        Labels: { 'com.example.password': 'removed', plain: 'text' },
      },
      State: { Pid: 7, Running: true },
      Size: '12345678901234567',
    },
    taken: { 'environment values': 2, 'passwords in command lines and settings': 3 },
  });
  t.strictSame(cleanAnswer({ Env: ['PATH=/bin', 'API_TOKEN=hunter22'] }, true).left, {
    Env: ['PATH=/bin', 'API_TOKEN=removed'],
  });
  const history = [{ CreatedBy: 'ENV A=1 B="two words"' }, { CreatedBy: 'RUN A=1 make' }];
  t.strictSame(cleanAnswer(history).left, [{ CreatedBy: 'ENV A=removed B=removed' }, { CreatedBy: 'RUN A=1 make' }]);
  t.strictSame(cleanAnswer({ HttpProxy: 'http://me:hunter22@proxy:3128' }).left, {
    HttpProxy: 'http://me:removed@proxy:3128',
  });
  t.strictSame(cleanAnswer({ Processes: [['7', 'app', 'app --token hunter22']] }).left, {
    Processes: [['7', 'app', 'app --token removed']],
  });
});

t.test('what is taken out of the answers of LXD', async (t) => {
  const config = {
    'image.os': 'ubuntu',
    'user.user-data': '#cloud-config',
    'cloud-init.vendor-data': 'x',
    'environment.HOME': '/root',
    'volatile.base_image': 'ab12',
  };
  t.strictSame(cleanAnswer({ metadata: [{ config, expanded_config: config }] }).left.metadata[0].expanded_config, {
    ...config,
    'user.user-data': 'removed',
    'cloud-init.vendor-data': 'removed',
    'environment.HOME': 'removed',
  });
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  t.notMatch(JSON.stringify(cleanAnswer({ config: { 'volatile.key': key } }).left), JSON.stringify(key).slice(40, 80));
});

t.test('what is taken out of the folders of containerd', async (t) => {
  const path = '/run/containerd/io.containerd.runtime.v2.task/k8s.io/ab/config.json';
  const spec = {
    process: { args: ['app', '--token', 'hunter22'], env: ['PATH=/bin', 'KEY=x'] },
    root: { readonly: true },
  };
  t.strictSame(JSON.parse(clean(path, JSON.stringify(spec))), {
    process: { args: ['app', '--token', 'removed'], env: ['PATH=removed', 'KEY=removed'] },
    root: { readonly: true },
  });
  t.equal(clean(path, 'no JSON'), 'no JSON');
});

t.test('answers that are no JSON, and those of others, stay as they are', async (t) => {
  const secrets = new Secrets({ keepEnvironment: false });
  const html = Buffer.from('<html>{"Env":["A=b"]}');
  t.equal(secrets.withoutInAnswer('GET /run/docker.sock /x', html), html);
  const bytes = Buffer.from('{"Env":["A=b"]}');
  t.equal(secrets.withoutInAnswer('netlink 0 26 02', bytes), bytes);
});

t.test('environments may be kept, but for what looks like a secret', async (t) => {
  t.equal(clean('/proc/7/environ', 'HOME=/root\0API_TOKEN=hunter22\0', true), 'HOME=/root\0API_TOKEN=removed\0');
});

t.test('what a table says of a password stays', async (t) => {
  const text =
    'a:$y$j9T$abc$def:19000:0:99999:7:::\nb:!$6$s$h:1::::::\nc:*:1::::::\nd:abJnggxhB/yWI:1::::::\ne::1::::::\nf:!!:1::::::\n';
  t.same(parseShadow(clean('/etc/shadow', text)), parseShadow(text));
});

t.test('tokens that say what they are', async (t) => {
  for (const token of [`ghp_${'a1'.repeat(18)}`, 'AKIAABCDEFGHIJKLMNOP', 'xoxb-123456789012-abc'])
    t.notMatch(withoutPasswords(`run --with ${token} now`).text, token);
});

t.test('a private key becomes another of its kind', async (t) => {
  const pem = { format: 'pem' } as const;
  const keys = [
    generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ ...pem, type: 'pkcs1' }),
    generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ ...pem, type: 'pkcs8' }),
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ ...pem, type: 'sec1' }),
    generateKeyPairSync('ed25519').privateKey.export({ ...pem, type: 'pkcs8' }),
    generateKeyPairSync('ed25519').privateKey.export({ ...pem, type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
  ].map(String);
  for (const key of keys) {
    const { text, count } = withoutPrivateKeys(`before\n${key}after\n`);
    t.equal(count, 1);
    t.match(text, /^before\n[^]*after\n$/);
    for (const line of key.split('\n').filter((line) => line.length > 40))
      t.notOk(text.includes(line), 'no line is left');
    t.same(parsePrivateKey(text), parsePrivateKey(key));
  }
});

t.test('an OpenSSH key keeps its public half alone', async (t) => {
  const part = (bytes: Buffer | string): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(bytes.length);
    return Buffer.concat([size, Buffer.from(bytes)]);
  };
  const open = Buffer.concat([part('ssh-ed25519'), part(Buffer.alloc(32, 7))]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    part('aes256-ctr'),
    part('bcrypt'),
    part('SALT-SALT'),
    Buffer.from([0, 0, 0, 1]),
    part(open),
    part('THE-PRIVATE-HALF'),
  ]);
  const pem = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  const { text } = withoutPrivateKeys(pem);
  t.same(parsePrivateKey(text), parsePrivateKey(pem));
  const left = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64');
  t.ok(left.includes(open));
  for (const secret of ['SALT-SALT', 'THE-PRIVATE-HALF']) t.notOk(left.includes(secret), secret);
});

t.test('a hostile file takes no longer than its size', async (t) => {
  const megabyte = 1024 * 1024;
  const filled = (text: string): string => text.repeat(megabyte / text.length);
  const texts = [
    'x',
    'a.',
    '-',
    ' \n',
    '\n\n',
    'password',
    '--token ',
    'http://',
    'a:b@',
    '-----BEGIN PRIVATE KEY-----\n',
    '\0=',
    ':',
    'eyJ',
    'xoxb-',
  ];
  for (const text of texts.map(filled)) {
    const started = process.cpuUsage();
    for (const path of [
      '/etc/shadow',
      '/root/.bash_history',
      '/proc/7/environ',
      '/etc/NetworkManager/x',
      '/etc/passwd',
    ])
      clean(path, text);
    const { user, system } = process.cpuUsage(started);
    t.ok(user + system < 10_000_000, `${JSON.stringify(text.slice(0, 10))}…`);
  }
});

t.test('headers of encrypted disks keep what a table reads', async (t) => {
  const header = Buffer.alloc(8192, 0x41);
  header.write('LUKS\xba\xbe\0\x02', 'latin1');
  const left = new Secrets({ keepEnvironment: false }).without('/dev/sda1', header);
  t.same(left.subarray(0, 4096), header.subarray(0, 4096));
  t.ok(left.subarray(4096).every((byte) => byte === 0));
});
