import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { TableSpec } from '../../../src/catalog/index.js';
import { Host, MetadataService, parseAzureTags } from '../../../src/host/index.js';
import { azureInstanceMetadataOf } from '../../../src/tables/cloud/azure-instance-metadata.js';
import { azureInstanceTagsOf } from '../../../src/tables/cloud/azure-instance-tags.js';
import { ec2InstanceMetadataOf } from '../../../src/tables/cloud/ec2-instance-metadata.js';
import { ec2InstanceTagsOf } from '../../../src/tables/cloud/ec2-instance-tags.js';
import { ycloudInstanceMetadataOf } from '../../../src/tables/cloud/ycloud-instance-metadata.js';
import { httpServer, rawServer } from '../network/servers.js';
import { type ScanOptions, scanTableAsync } from '../scan.js';

const AMAZON = { sys_vendor: 'Amazon EC2\n' };
const XEN = { sys_vendor: 'Xen\n', bios_version: '4.11.amazon\n' };
const AZURE = { sys_vendor: 'Microsoft Corporation\n', chassis_asset_tag: '7783-7084-3265-9085-8269-3286-77\n' };
const HYPERV = { sys_vendor: 'Microsoft Corporation\n', chassis_asset_tag: '1234\n' };
const YANDEX = { sys_vendor: 'Yandex\n' };
const QEMU = { sys_vendor: 'QEMU\n' };

/** This machine, with another maker. */
class MadeBy extends Host {
  readonly #firmware: Host;

  constructor(folder: string) {
    super();
    this.#firmware = new Host(folder);
  }

  override readText(path: string): string {
    return path.startsWith('/sys/class/dmi/id/') ? this.#firmware.readText(path) : super.readText(path);
  }
}

const machine = (t: Test, fields: Readonly<Record<string, string>>): Host =>
  new MadeBy(t.testdir({ sys: { class: { dmi: { id: fields } } } }));

async function ask(table: TableSpec, host: Host, options: ScanOptions = {}) {
  const warnings: string[] = [];
  try {
    return { rows: await scanTableAsync(table, host, { ...options, warnings }), warnings };
  } catch (error) {
    // The engine makes a warning of Refused, and nothing of Gone.
    return { rows: [], warnings, error: error instanceof Error ? `${error.name}: ${error.message}` : error };
  }
}

/** A service that notes what it is asked. */
async function fake(t: Test, answer: RequestListener) {
  const asked: string[] = [];
  const port = await httpServer(t, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return { asked, address: `http://127.0.0.1:${port}`, service: new MetadataService(`http://127.0.0.1:${port}`) };
}

const DOCUMENT = {
  ...{ instanceId: 'i-0123', instanceType: 't3.micro', architecture: 'x86_64', region: 'eu-central-1' },
  ...{
    availabilityZone: 'eu-central-1a',
    privateIp: '10.0.0.7',
    imageId: 'ami-1',
    accountId: '123456789012',
    kernelId: null,
  },
};

const PATHS: Readonly<Record<string, string>> = {
  '/latest/dynamic/instance-identity/document': JSON.stringify(DOCUMENT),
  '/latest/meta-data/local-hostname': 'ip-10-0-0-7.eu-central-1.compute.internal',
  '/latest/meta-data/mac': '02:00:00:00:00:01',
  '/latest/meta-data/security-groups': 'default\nweb\n',
  '/latest/meta-data/iam/info':
    '{"Code": "Success", "InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/web"}',
  '/latest/meta-data/reservation-id': 'r-1',
  '/latest/meta-data/public-keys/0/openssh-key': 'ssh-ed25519 AAAA admin\n',
  '/latest/meta-data/tags/instance': 'Name\na/b:c\n',
  '/latest/meta-data/tags/instance/Name': 'web-1',
  '/latest/meta-data/tags/instance/a%2Fb%3Ac': 'x\ny',
};

const ec2 =
  (paths: Readonly<Record<string, string>>): RequestListener =>
  ({ method, url = '', headers }, response) => {
    if (url === '/latest/api/token') {
      const isRight = method === 'PUT' && headers['x-aws-ec2-metadata-token-ttl-seconds'] === '60';
      return void response.writeHead(isRight ? 200 : 400).end('a token\n');
    }
    const status = headers['x-aws-ec2-metadata-token'] !== 'a token' ? 401 : url in paths ? 200 : 404;
    response.writeHead(status).end(paths[url]);
  };

const EC2_ROW = {
  ...{ instance_id: 'i-0123', instance_type: 't3.micro', architecture: 'x86_64', region: 'eu-central-1' },
  ...{ availability_zone: 'eu-central-1a', local_hostname: 'ip-10-0-0-7.eu-central-1.compute.internal' },
  ...{ local_ipv4: '10.0.0.7', mac: '02:00:00:00:00:01', security_groups: 'default, web' },
  ...{ iam_arn: 'arn:aws:iam::123456789012:instance-profile/web', ami_id: 'ami-1', reservation_id: 'r-1' },
  ...{ account_id: '123456789012', ssh_public_key: 'ssh-ed25519 AAAA admin' },
};

t.test('an instance of EC2', async (t) => {
  const { service, asked } = await fake(t, ec2(PATHS));
  for (const fields of [AMAZON, XEN, {}])
    t.same(await ask(ec2InstanceMetadataOf(service), machine(t, fields)), { rows: [EC2_ROW], warnings: [] });
  t.equal(asked[0], 'PUT /latest/api/token');
  t.equal(asked.length, 3 * 8);
  t.same(await ask(ec2InstanceTagsOf(service), machine(t, AMAZON)), {
    rows: [
      { instance_id: 'i-0123', key: 'Name', value: 'web-1' },
      { instance_id: 'i-0123', key: 'a/b:c', value: 'x\ny' },
    ],
    warnings: [],
  });
  const { service: sparse } = await fake(t, ec2({ '/latest/meta-data/mac': '02:00:00:00:00:01' }));
  const { rows } = await ask(ec2InstanceMetadataOf(sparse), machine(t, AMAZON));
  t.same(rows, [{ ...Object.fromEntries(Object.keys(EC2_ROW).map((name) => [name, null])), mac: '02:00:00:00:00:01' }]);
  t.same(await ask(ec2InstanceTagsOf(sparse), machine(t, AMAZON)), {
    rows: [],
    warnings: ['ec2_instance_tags: the metadata of this instance may not tell its tags'],
  });
});

const COMPUTE = {
  ...{
    location: 'westeurope',
    name: 'vm-1',
    offer: 'debian-12',
    publisher: 'Debian',
    sku: '12',
    version: '0.1',
    osType: 'Linux',
  },
  ...{
    platformUpdateDomain: '0',
    platformFaultDomain: '1',
    vmId: 'v-1',
    vmSize: 'Standard_B2s',
    subscriptionId: 's-1',
  },
  ...{
    resourceGroupName: 'group',
    placementGroupId: '',
    vmScaleSetName: 7,
    zone: null,
    tags: 'env:prod;url:http://x;broken;:y',
  },
};

t.test('a virtual machine of Azure', async (t) => {
  const { service, asked } = await fake(t, ({ headers }, response) => {
    if (headers.metadata !== 'true') response.writeHead(400).end();
    else response.end(JSON.stringify(COMPUTE));
  });
  const row = {
    ...{ location: 'westeurope', name: 'vm-1', offer: 'debian-12', publisher: 'Debian', sku: '12', version: '0.1' },
    ...{ os_type: 'Linux', platform_update_domain: '0', platform_fault_domain: '1', vm_id: 'v-1' },
    ...{ vm_size: 'Standard_B2s', subscription_id: 's-1', resource_group_name: 'group', placement_group_id: null },
    ...{ vm_scale_set_name: null, zone: null },
  };
  const table = azureInstanceMetadataOf(service);
  t.same(await ask(table, machine(t, AZURE)), { rows: [row], warnings: [] });
  t.same((await ask(table, machine(t, AZURE), { lookup: { vm_id: ['v-1', 'v-2'] } })).rows, [row]);
  t.same((await ask(table, machine(t, AZURE), { lookup: { vm_id: ['v-2'] } })).rows, []);
  t.same((await ask(azureInstanceTagsOf(service), machine(t, AZURE))).rows, [
    { vm_id: 'v-1', key: 'env', value: 'prod' },
    { vm_id: 'v-1', key: 'url', value: 'http://x' },
  ]);
  t.ok(asked.every((line) => line === 'GET /metadata/instance/compute?api-version=2018-02-01'));
  t.match(await ask(table, machine(t, HYPERV)), { rows: [], error: /^Gone/ }, 'another machine of Hyper-V');
  t.same(parseAzureTags(''), []);
});

t.test('a virtual machine of Yandex Cloud', async (t) => {
  const instance = {
    ...{
      id: 'y-1',
      name: 'vm',
      description: 'a machine',
      hostname: 'vm.internal',
      vendor: { folderId: 'f', cloudId: 'c' },
    },
    ...{
      zone: 'projects/1/zones/ru-central1-a',
      attributes: { 'ssh-keys': 'u:ssh-rsa A', 'serial-port-enable': '1', 'user-data': '#secret' },
    },
  };
  const answer: RequestListener = ({ headers }, response) => {
    if (headers['metadata-flavor'] !== 'Google') response.writeHead(403).end();
    else response.end(JSON.stringify(instance));
  };
  const { service, address } = await fake(t, answer);
  const table = ycloudInstanceMetadataOf(service);
  const row = {
    ...{
      instance_id: 'y-1',
      folder_id: 'f',
      cloud_id: 'c',
      name: 'vm',
      description: 'a machine',
      hostname: 'vm.internal',
    },
    ...{ zone: 'ru-central1-a', ssh_public_key: 'u:ssh-rsa A', serial_port_enabled: '1', metadata_endpoint: address },
  };
  t.same(await ask(table, machine(t, YANDEX)), { rows: [row], warnings: [] });
  t.same((await ask(table, machine(t, YANDEX), { lookup: { instance_id: ['other'] } })).rows, []);
  const { address: second, service: none } = await fake(t, answer);
  const named = await ask(ycloudInstanceMetadataOf(none), machine(t, QEMU), {
    lookup: { metadata_endpoint: ['file:///etc', 'http://127.0.0.1:1', second] },
  });
  t.same(named.rows, [{ ...row, metadata_endpoint: second }], 'an address that is named is asked anywhere');
  t.equal(named.warnings.length, 2);
});

t.test('elsewhere', async (t) => {
  const { service, asked } = await fake(t, (_, response) => response.end('{}'));
  for (const table of [
    ec2InstanceMetadataOf(service),
    ec2InstanceTagsOf(service),
    azureInstanceMetadataOf(service),
    azureInstanceTagsOf(service),
    ycloudInstanceMetadataOf(service),
  ])
    t.match(await ask(table, machine(t, QEMU)), { rows: [], error: /^Gone: / }, table.name);
  t.same(asked, [], 'nobody is asked where the firmware says another cloud, or none');
});

t.test('where nobody answers', async (t) => {
  let connections = 0;
  const port = await rawServer(t, () => void connections++);
  const table = ec2InstanceMetadataOf(new MetadataService(`http://127.0.0.1:${port}`));
  const started = performance.now();
  t.match(await ask(table, machine(t, {})), { rows: [], error: /^Gone: / }, 'no firmware says where we are');
  t.ok(performance.now() - started < 10_000, 'not for long');
  t.equal(connections, 1);
  t.match(await ask(table, machine(t, {})), { rows: [], error: /^Gone: / });
  t.equal(connections, 1, 'and not again');

  const closed = ec2InstanceMetadataOf(new MetadataService('http://127.0.0.1:1'));
  t.match(await ask(closed, machine(t, AMAZON)), { rows: [], error: /^Refused: .*nobody listens/ }, 'where one should');
});

t.test('answers that make no sense', async (t) => {
  for (const body of ['', '[]', '"x"', '{"instanceId": {}}', '['.repeat(100_000), '\0']) {
    const { service } = await fake(t, ({ method }, response) => response.end(method === 'PUT' ? 'token' : body));
    const isObject = body.startsWith('{');
    for (const [table, fields] of [
      [azureInstanceMetadataOf(service), AZURE],
      [ycloudInstanceMetadataOf(service), YANDEX],
    ] as const) {
      const { rows, error } = await ask(table, machine(t, fields));
      if (!isObject) t.match(error, /^Refused: .*no JSON object/);
      t.same(rows.length, isObject ? 1 : 0);
      t.ok(Object.values(rows[0] ?? {}).every((value) => value === null || value === service.address));
    }
    const { service: other } = await fake(t, ({ method }, response) => response.end(method === 'PUT' ? 'token' : body));
    t.equal((await ask(ec2InstanceMetadataOf(other), machine(t, {}))).rows.length, 1);
  }
  const { service: failing } = await fake(t, (_, response) => response.writeHead(500).end());
  t.match(await ask(ec2InstanceMetadataOf(failing), machine(t, AMAZON)), { rows: [], error: /the server answers 500/ });
  const { service: old } = await fake(t, (_, response) => response.writeHead(404).end());
  t.match(await ask(ec2InstanceMetadataOf(old), machine(t, AMAZON)), { rows: [], error: /gives no token/ });
  const { service: split } = await fake(t, (_, response) => response.end('a\r\nX: y'));
  t.match(await ask(ec2InstanceMetadataOf(split), machine(t, AMAZON)), { rows: [], error: /cannot be sent/ });
});

t.test('a recorded machine', async (t) => {
  const { service, asked } = await fake(t, ec2(PATHS));
  const recorded = new Host(join('test/hosts', 'rhel-like'));
  t.match(await ask(ec2InstanceMetadataOf(service), recorded), { rows: [], error: /^Gone: not recorded/ });
  t.same(asked, []);
});
