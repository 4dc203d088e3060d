import t from 'tap';
import { Host, parseBss } from '../../../src/host/index.js';
import { wifiNetworks } from '../../../src/tables/network/wifi-networks.js';
import { scanColumn, scanTable } from '../scan.js';

const FAMILY = 28;

/** An attribute of netlink. */
function attribute(type: number, content: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(content.length / 4) * 4);
  bytes.writeUInt16LE(4 + content.length, 0);
  bytes.writeUInt16LE(type, 2);
  content.copy(bytes, 4);
  return bytes;
}
const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
/** A message with a generic header, and these attributes. */
function message(...attributes: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.alloc(4), ...attributes]);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + body.length, 0);
  header.writeUInt16LE(FAMILY, 4);
  return Buffer.concat([header, body]);
}
const element = (id: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([id, content.length]), content]);
const rsn = (...kinds: number[]): Buffer =>
  element(
    48,
    Buffer.concat([
      Buffer.from('0100000fac040100000fac04', 'hex'),
      Buffer.from([kinds.length, 0]),
      ...kinds.map((kind) => Buffer.from([0, 0x0f, 0xac, kind])),
    ]),
  );
const WPA1 = element(221, Buffer.from('0050f20101000050f20201000050f2020100', 'hex'));

interface Station {
  readonly ssid: string | Buffer;
  readonly mhz?: number;
  readonly elements?: Buffer;
  readonly isPrivate?: boolean;
  readonly isConnected?: boolean;
}

const bss = ({ ssid, mhz = 2412, elements = Buffer.alloc(0), isPrivate, isConnected }: Station): Buffer =>
  Buffer.concat([
    attribute(1, Buffer.from('02aabbccddee', 'hex')),
    attribute(2, word(mhz)),
    attribute(5, Buffer.from([isPrivate ? 0x11 : 1, 0])),
    attribute(6, Buffer.concat([element(0, Buffer.from(ssid)), elements])),
    attribute(7, word(-6150)),
    ...(isConnected ? [attribute(9, word(1))] : []),
    attribute(10, word(250)),
  ]);

t.test('networks of the last scan', async (t) => {
  const interfaces = Buffer.concat([
    message(attribute(3, word(4)), attribute(4, Buffer.from('wlan1\0'))),
    message(attribute(3, word(3)), attribute(4, Buffer.from('wlan0\0'))),
  ]);
  const answers: Record<string, Buffer> = {
    'netlink 16 16 03020000': Buffer.concat([
      message(attribute(1, Buffer.from([16, 0])), attribute(2, Buffer.from('nlctrl\0'))),
      message(attribute(1, Buffer.from([FAMILY, 0])), attribute(2, Buffer.from('nl80211\0'))),
    ]),
    [`netlink 16 ${FAMILY} 05010000`]: interfaces,
    [`netlink 16 ${FAMILY} 200100000800030003000000`]: Buffer.concat([
      message(attribute(47, bss({ ssid: 'home', elements: rsn(2, 8), isPrivate: true, isConnected: true }))),
      message(attribute(47, bss({ ssid: 'caf\u00e9', mhz: 5180 }))),
      message(attribute(47, Buffer.alloc(3))),
      message(),
    ]),
    [`netlink 16 ${FAMILY} 200100000800030004000000`]: message(
      attribute(47, bss({ ssid: '', mhz: 2484, isPrivate: true })),
    ),
  };
  const texts = Object.entries(answers).map(([name, bytes]) => [name, bytes.toString('base64')]);
  const host = new Host(t.testdir({ '.host.json': JSON.stringify({ answers: Object.fromEntries(texts) }) }));
  const bssid = '02:aa:bb:cc:dd:ee';
  t.same(scanTable(wifiNetworks, host).map(Object.values), [
    ['wlan0', 'home', bssid, 2412, 1, -61.5, 'WPA2 PSK, WPA3 SAE', 1, 250],
    ['wlan0', 'caf\u00e9', bssid, 5180, 36, -61.5, 'none', 0, 250],
    ['wlan1', '', bssid, 2484, 14, -61.5, 'WEP', 0, 250],
  ]);
  t.same(scanColumn(wifiNetworks, host, 'channel', { lookup: { interface: ['wlan1', 'eth0'] } }), [14]);
  t.same(scanTable(wifiNetworks, new Host(t.testdir({}))), []);
});

t.test('names, channels and ways to be safe', async (t) => {
  const network = (station: Station) => parseBss('wlan0', bss(station));
  t.equal(network({ ssid: Buffer.from([0, 0, 0]) })?.ssid, '', 'a hidden name');
  t.equal(network({ ssid: Buffer.from('caf\xe9', 'latin1') })?.ssid, 'caf\udce9');
  for (const [mhz, channel] of [
    [2472, 13],
    [5955, 1],
    [6115, 33],
    [5825, 165],
    [60480, null],
  ] as const)
    t.equal(network({ ssid: '', mhz })?.channel, channel, `${mhz} MHz`);
  const securities: [Buffer, string][] = [
    [WPA1, 'WPA'],
    [Buffer.concat([rsn(1), WPA1]), 'WPA, WPA2 EAP'],
    [rsn(18), 'OWE'],
    [rsn(99), 'WPA2'],
    [element(48, Buffer.from([1, 0])), 'WPA2'],
    [Buffer.from([48, 200, 1]), 'none'],
  ];
  for (const [elements, security] of securities) t.equal(network({ ssid: 'x', elements })?.security, security);
});

t.test('what is cut off or forged', async (t) => {
  const whole = bss({ ssid: 'home', elements: Buffer.concat([rsn(2, 8), WPA1]), isPrivate: true });
  for (let length = 0; length < whole.length; length++) parseBss('wlan0', whole.subarray(0, length));
  for (let at = 0; at < whole.length; at++) {
    const forged = Buffer.from(whole);
    forged[at] = 0xff;
    parseBss('wlan0', forged);
  }
  t.equal(parseBss('wlan0', Buffer.alloc(0)), null);
  for (const row of scanTable(wifiNetworks, new Host())) t.match(row.bssid, /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
});
