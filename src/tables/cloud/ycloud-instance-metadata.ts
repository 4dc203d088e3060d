import { COST, type TableSpec, tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import {
  type MetadataService,
  metadataService,
  Refused,
  readYandexInstance,
  several,
  type YandexInstance,
} from '../../host/index.js';

const { table, text } = tableOf<YandexInstance>();
const AT_ONCE = 4;

/** One row on a virtual machine of Yandex Cloud, or per address that the query names. @param service that is asked */
export const ycloudInstanceMetadataOf = (service: MetadataService): TableSpec =>
  table({
    name: 'ycloud_instance_metadata',
    description: 'What Yandex Cloud says of the virtual machine that this is',
    rows: 1,
    rowCost: COST.network,
    sources: ['metadata service of Yandex Cloud', '/sys/class/dmi/id, to see whether to ask it'],
    examples: [
      'SELECT instance_id, name, zone FROM ycloud_instance_metadata',
      "SELECT instance_id FROM ycloud_instance_metadata WHERE metadata_endpoint = 'http://169.254.169.254'",
    ],
    columns: {
      instance_id: text('Id of the machine', (row) => row.id, { key: {} }),
      folder_id: text('Folder it is in', (row) => row.folderId),
      cloud_id: text('Cloud it is in', (row) => row.cloudId),
      name: text('Name of the machine', (row) => row.name),
      description: text('What its owner says of it', (row) => row.description),
      hostname: text('Host name with domain', (row) => row.hostname),
      zone: text('Zone', (row) => row.zone),
      ssh_public_key: text('Users and keys that may log in: user:key, a line each', (row) => row.sshKeys),
      serial_port_enabled: text('1 where its serial console is open', (row) => row.serialPortEnabled),
      metadata_endpoint: text('Address of the service, without a path', (row) => row.endpoint, {
        key: { maxValues: 16 },
      }),
    },
    async *scan({ host, lookup, signal, warn }) {
      const ids = lookup.instance_id?.values;
      const endpoints = lookup.metadata_endpoint?.values;
      const instances = endpoints
        ? several(endpoints, AT_ONCE, signal, async (endpoint, until) => {
            try {
              return await readYandexInstance(host, service, until, endpoint);
            } catch (error) {
              if (error instanceof Refused) warn(error.message);
              else if (!(error instanceof Gone)) throw error;
              return undefined;
            }
          })
        : [await readYandexInstance(host, service, signal)];
      for await (const instance of instances)
        if (instance && (!ids || (instance.id !== null && ids.includes(instance.id)))) yield instance;
    },
  });

export const ycloudInstanceMetadata = ycloudInstanceMetadataOf(metadataService);
