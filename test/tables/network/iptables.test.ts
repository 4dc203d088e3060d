import { spawnSync } from 'node:child_process';
import t from 'tap';
import { Host, parseIptables, portsOf, readIptablesImage } from '../../../src/host/index.js';
import { iptables } from '../../../src/tables/network/iptables.js';
import { type ScannedRow, scanColumn, scanTable } from '../scan.js';
import { sibling } from '../sibling.js';

const debian = new Host('test/hosts/debian-small');

/** A row without what is null or matches everything. */
const brief = (row: ScannedRow): ScannedRow =>
  Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== '' && value !== '0.0.0.0' && value !== 'all'),
  );
const rowsOf = (...filters: string[]): ScannedRow[] =>
  scanTable(iptables, debian, { lookup: { filter_name: filters } }).map(brief);
const chain = (name: string, packets = 0, bytes = 0, policy: string | null = 'ACCEPT'): ScannedRow =>
  brief({ filter_name: 'filter', chain: name, policy, packets, bytes });

t.test('rules of a recorded machine, then each chain', async (t) => {
  const input = { filter_name: 'filter', chain: 'INPUT', policy: 'ACCEPT' };
  t.same(rowsOf('filter'), [
    { ...input, target: 'ACCEPT', protocol: 1, iniface: 'lo', iniface_mask: 'FFFFFF', packets: 3, bytes: 252 },
    {
      ...input,
      target: 'DROP',
      protocol: 6,
      src_port: '0:65535',
      dst_port: '22:80',
      src_ip: '10.0.0.0',
      src_mask: '255.0.0.0',
      iniface: '!eth+',
      iniface_mask: 'FFFFFF',
      match: 'tcp',
      packets: 0,
      bytes: 0,
    },
    {
      ...input,
      target: 'web',
      protocol: 6,
      src_port: '0:65535',
      dst_port: '!5:5',
      match: 'conntrack tcp',
      packets: 0,
      bytes: 0,
    },
    chain('INPUT', 7, 490),
    chain('FORWARD', 0, 0, 'DROP'),
    chain('OUTPUT'),
    {
      filter_name: 'filter',
      chain: 'web',
      target: 'RETURN',
      dst_ip: '!192.0.2.10',
      dst_mask: '255.255.255.255',
      outiface: 'ens3',
      outiface_mask: 'FFFFFFFFFF',
      packets: 0,
      bytes: 0,
    },
    {
      filter_name: 'filter',
      chain: 'web',
      protocol: 0,
      src_ip: '192.0.2.0',
      src_mask: '255.255.255.0',
      packets: 0,
      bytes: 0,
    },
    chain('web', 0, 0, null),
  ]);
  t.match(rowsOf('nat')[0], { target: 'REDIRECT', protocol: 17, dst_port: '!53,67:68', match: 'multiport' });
  t.same(scanColumn(iptables, debian, 'filter_name', { lookup: { chain: ['OUTPUT', 'web'] } }), [
    'filter',
    'filter',
    'filter',
    'filter',
    'nat',
  ]);
  t.same(rowsOf('mangle', 'other'), []);
});

t.test('no iptables, no rights', async (t) => {
  const warnings: string[] = [];
  t.same(scanTable(iptables, new Host(t.testdir({})), { warnings }), []);
  t.same(warnings, []);
  const refused = t.testdir({
    proc: { net: { ip_tables_names: 'filter\n' } },
    '.host.json': '{ "refused": ["/proc/net/ip_tables_names"] }',
  });
  t.same(scanTable(iptables, new Host(refused), { warnings }), []);
  t.same(warnings, ['cannot read /proc/net/ip_tables_names: permission denied']);
});

t.test('rules of nftables are not shown, but told of', async (t) => {
  const message = Buffer.alloc(24);
  message.writeUInt32LE(20, 0);
  const root = t.testdir({
    '.host.json': JSON.stringify({
      answers: { 'netlink 12 2567 00000000': message.subarray(0, 20).toString('base64') },
    }),
  });
  const warnings: string[] = [];
  t.same(scanTable(iptables, new Host(root), { warnings }), []);
  t.same(warnings, ['nftables has a rule, which iptables does not show']);
});

t.test('an image that is cut off or forged', async (t) => {
  const image = readIptablesImage(debian, 'filter') ?? Buffer.alloc(0);
  t.ok(image.length > 1000);
  for (let length = 0; length < image.length; length += 7) {
    const chains = parseIptables(image.subarray(0, length));
    t.ok(chains.length <= 4, `${length} bytes`);
  }
  for (let at = 0; at < image.length; at++) {
    const forged = Buffer.from(image);
    forged[at] = 0xff;
    for (const { rules } of parseIptables(forged)) for (const { matches } of rules) portsOf(matches);
  }
});

const hasIptables = spawnSync('unshare', ['-n', 'iptables-legacy', '-L']).status === 0;

t.test(
  'as iptables itself has it',
  { skip: !hasIptables && 'no iptables-legacy(8), or no rights for it' },
  async (t) => {
    const rules = [
      '-N web',
      '-A INPUT -s 10.1.0.0/16 -p tcp -m tcp --dport 8080 -j web',
      '-A INPUT -i tun+ -j ACCEPT',
      '-A OUTPUT ! -d 192.0.2.1/32 -o eth0 -j DROP',
      '-A web -p udp -m udp --sport 53:54 -j RETURN',
      '-P FORWARD DROP',
    ];
    const scan = [process.execPath, ...process.execArgv, sibling('../scan-as', import.meta.url), '0', 'iptables'];
    const script = `${rules.map((rule) => `iptables-legacy ${rule} && `).join('')} iptables-legacy-save >&2 && exec "$@"`;
    const child = spawnSync('unshare', ['-n', 'sh', '-c', script, 'sh', ...scan], { encoding: 'utf8' });
    t.equal(child.status, 0, child.stderr);
    // What scan-as.ts prints; JSON has no types.
    const seen = JSON.parse(child.stdout) as { tables: { iptables: { rows: ScannedRow[] } } };
    const rows = seen.tables.iptables.rows.filter((row) => row.filter_name === 'filter');
    const chains = child.stderr.match(/^:\S+ \S+/gm)?.map((line) => line.slice(1).split(' '));
    t.same(
      rows.filter((row) => row.src_ip === null).map((row) => [row.chain, row.policy ?? '-']),
      chains,
    );
    t.same(
      rows
        .filter((row) => row.src_ip !== null)
        .map(ruleText)
        .sort(),
      child.stderr
        .match(/^-A .*/gm)
        ?.map((line) => line.replace(/-m (tcp|udp) /, ''))
        .sort(),
    );
  },
);

const PROTOCOLS: Readonly<Record<number, string>> = { 6: 'tcp', 17: 'udp' };

/** As iptables-save(8) writes it. */
function ruleText(row: ScannedRow): string {
  const negated = (option: string, value: string): string =>
    value.startsWith('!') ? `! ${option} ${value.slice(1)}` : `${option} ${value}`;
  const prefix = (mask: unknown): number =>
    String(mask)
      .split('.')
      .map((part) => Number(part).toString(2))
      .join('')
      .replaceAll('0', '').length;
  const port = (range: unknown): string => [...new Set(String(range).split(':'))].join(':');
  return [
    `-A ${row.chain}`,
    row.src_mask !== '0.0.0.0' && negated('-s', `${row.src_ip}/${prefix(row.src_mask)}`),
    row.dst_mask !== '0.0.0.0' && negated('-d', `${row.dst_ip}/${prefix(row.dst_mask)}`),
    row.iniface !== 'all' && negated('-i', String(row.iniface)),
    row.outiface !== 'all' && negated('-o', String(row.outiface)),
    row.protocol !== 0 && `-p ${PROTOCOLS[Number(row.protocol)]}`,
    row.src_port !== null && row.src_port !== '0:65535' && `--sport ${port(row.src_port)}`,
    row.dst_port !== null && row.dst_port !== '0:65535' && `--dport ${port(row.dst_port)}`,
    `-j ${row.target}`,
  ]
    .filter(Boolean)
    .join(' ');
}
