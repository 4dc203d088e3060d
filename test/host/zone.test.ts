import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import t from 'tap';
import {
  Host,
  parsePosixZone,
  posixAbbreviation,
  readZoneAbbreviation,
  zoneFileAbbreviation,
} from '../../src/host/index.js';

const at = (iso: string): number => Date.parse(iso) / 1000;

t.test('rules', async (t) => {
  const berlin = 'CET-1CEST,M3.5.0,M10.5.0/3';
  const cases: [rule: string, iso: string, abbreviation: string][] = [
    [berlin, '2026-03-29T00:59:59Z', 'CET'],
    [berlin, '2026-03-29T01:00:00Z', 'CEST'],
    [berlin, '2026-10-25T00:59:59Z', 'CEST'],
    [berlin, '2026-10-25T01:00:00Z', 'CET'],
    ['EST5EDT', '2026-03-08T06:59:59Z', 'EST'],
    ['EST5EDT', '2026-03-08T07:00:00Z', 'EDT'],
    ['EST5EDT', '2026-11-01T06:00:00Z', 'EST'],
    ['AEST-10AEDT,M10.1.0,M4.1.0/3', '2026-01-01T00:00:00Z', 'AEDT'],
    ['AEST-10AEDT,M10.1.0,M4.1.0/3', '2026-07-01T00:00:00Z', 'AEST'],
    ['<+0330>-3:30', '2026-07-01T00:00:00Z', '+0330'],
    ['UTC0', '2026-07-01T00:00:00Z', 'UTC'],
    ['AAA3BBB,J60/0,J300/0', '2024-03-01T02:59:59Z', 'AAA'],
    ['AAA3BBB,J60/0,J300/0', '2024-03-01T03:00:00Z', 'BBB'],
    ['AAA3BBB,59/0,300/0', '2024-02-29T03:00:00Z', 'BBB'],
    ['<-02>2<-01>,M3.5.0/-1,M10.5.0/0', '2026-03-29T00:59:59Z', '-02'],
    ['<-02>2<-01>,M3.5.0/-1,M10.5.0/0', '2026-03-29T01:00:00Z', '-01'],
  ];
  for (const [rule, iso, abbreviation] of cases) {
    const zone = parsePosixZone(rule);
    t.equal(zone && posixAbbreviation(zone, at(iso)), abbreviation, `${rule} ${iso}`);
  }
  for (const rule of [
    '',
    'Europe/Berlin',
    'CE-1',
    'CET',
    'CET-1CEST,M3.5.0',
    'CET-1CEST,M3.9.0,M10.5.0',
    'A'.repeat(100_000),
    'CET-1CEST,x,y',
  ])
    t.equal(parsePosixZone(rule), null, rule.slice(0, 30));
});

t.test('zone files', async (t) => {
  const bytes = fs.readFileSync('test/hosts/debian-small/usr/share/zoneinfo/Europe/Berlin');
  t.equal(zoneFileAbbreviation(bytes, at('1979-01-01T00:00:00Z')), 'CET', 'before its first change');
  t.equal(zoneFileAbbreviation(bytes, at('1980-05-01T00:00:00Z')), 'CEST', 'by its changes');
  t.equal(zoneFileAbbreviation(bytes, at('2026-08-01T00:00:00Z')), 'CEST', 'by its rule');
  for (let length = 0; length < bytes.length; length++)
    t.doesNotThrow(() => zoneFileAbbreviation(bytes.subarray(0, length), 0));
  for (let i = 0; i < bytes.length; i++) {
    const broken = Buffer.from(bytes);
    broken[i] = 255;
    t.doesNotThrow(() => zoneFileAbbreviation(broken, at('2026-08-01T00:00:00Z')));
  }
  t.equal(zoneFileAbbreviation(Buffer.from('no zone'), 0), null);
});

t.test('where the zone comes from', async (t) => {
  t.equal(readZoneAbbreviation(new Host('test/hosts/debian-small'), at('2026-03-05T10:00:00Z')), 'CET');
  t.equal(readZoneAbbreviation(new Host('test/hosts/hostile'), 0), 'UTC');
  t.equal(readZoneAbbreviation(new Host(t.testdir({ '.host.json': '{"timeZone":":XYZ4"}' })), 0), 'XYZ');
  t.equal(readZoneAbbreviation(new Host(t.testdir({})), 0), 'UTC');
});

t.test(
  'date(1) says the same',
  { skip: !fs.existsSync('/usr/share/zoneinfo/Europe/Berlin') && 'no zone files here' },
  async (t) => {
    for (const zone of [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
      'UTC',
    ]) {
      for (const iso of [
        '1970-06-01T00:00:00Z',
        '2000-01-15T00:00:00Z',
        '2026-07-15T00:00:00Z',
        '2050-12-01T00:00:00Z',
      ]) {
        const expected = execFileSync('date', ['-d', `@${at(iso)}`, '+%Z'], {
          env: { ...process.env, TZ: zone },
          encoding: 'utf8',
        }).trim();
        t.equal(
          zoneFileAbbreviation(fs.readFileSync(`/usr/share/zoneinfo/${zone}`), at(iso)),
          expected,
          `${zone} ${iso}`,
        );
      }
    }
  },
);
