import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Host } from '../../src/host/index.js';
import { FolderSink, record } from '../../src/record/index.js';
import { catalog, rowsOf } from './rows.js';

const MACHINE_ID = '0123456789abcdef0123456789abcdef';
const UUID = '4c4c4544-0051-3010-8052-b4c04f4d3532';
const MAC = '52:54:00:12:34:56';
/** As SMBIOS has it: the first three fields with the lowest byte first. */
const UUID_BYTES = '44454c4c5100103080 52b4c04f4d3532'.replace(' ', '');

t.test('identifiers become others, everywhere the same', async (t) => {
  const root = t.testdir({
    '.host.json': JSON.stringify({
      hostname: 'payroll7',
      interfaceAddresses: [
        { interface: 'eth0', family: 'ipv6', address: 'fe80::5054:ff:fe12:3456%eth0', mask: 'ffff::' },
      ],
    }),
    etc: {
      'machine-id': `${MACHINE_ID}\n`,
      hosts: '127.0.0.1 localhost\n192.0.2.1 payroll7.corp-secret.example payroll7\n192.0.2.9 other.example.org\n',
    },
    sys: {
      class: {
        net: { eth0: { ifindex: '2\n', address: `${MAC}\n` } },
        dmi: { id: { product_serial: 'ABC1234XYZ\n', product_uuid: `${UUID}\n`, sys_vendor: 'Example Inc.\n' } },
      },
      firmware: { dmi: { tables: { DMI: Buffer.from(`01020304${UUID_BYTES}`, 'hex') } } },
    },
  });
  const to = join(t.testdirName, 'recording');
  const options = { catalog: catalog(), root, isAnonymous: true, keepEnvironment: false };
  const queries = ["SELECT sha256 FROM hash WHERE path = '/sys/firmware/dmi/tables/DMI'"];
  await record({ ...options, queries, sink: new FolderSink(to) });

  const all = Buffer.concat(filesIn(to)).toString('latin1');
  for (const name of ['payroll7', 'corp-secret', MACHINE_ID, 'ABC1234XYZ', UUID, MAC, '5054:ff:fe12:3456'])
    t.notOk(all.toLowerCase().includes(name.toLowerCase()), name);
  t.notOk(all.includes(Buffer.from(UUID_BYTES, 'hex').toString('latin1')), 'the uuid as bytes');
  t.ok(all.includes('Example Inc.'), 'a maker stays');
  t.ok(all.includes('other.example.org'), 'another host stays');

  const [info = ''] = await rowsOf(new Host(to), 'SELECT hostname, uuid, hardware_serial FROM system_info');
  t.match(JSON.parse(info), {
    hostname: /^[a-z]{7}\d\.[a-z]{4}-[a-z]{6}\.[a-z]{7}$/,
    uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
    hardware_serial: /^[A-Z]{3}\d{4}[A-Z]{3}$/,
  });
  const { hostname } = JSON.parse(info);
  t.match(readFileSync(join(to, 'etc/hosts'), 'utf8'), ` ${hostname} ${hostname.split('.')[0]}\n`);

  const [address = ''] = await rowsOf(new Host(to), 'SELECT address FROM interface_addresses');
  const [link = ''] = await rowsOf(new Host(to), 'SELECT mac FROM interface_details');
  const [, b, c, d, e, f] = JSON.parse(link).mac.split(':');
  const tail = [`00${b}`, `${c}ff`, `fe${d}`, `${e}${f}`].map((group) => group.replace(/^0+(?=.)/, '')).join(':');
  t.equal(JSON.parse(address).address, `fe80::${tail}%eth0`, 'an address made from the hardware address follows it');
});

const filesIn = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
