import { COST, type TableSpec, tableOf } from '../../catalog/index.js';
import { type MetadataService, metadataService, parseAzureTags, readAzureInstance } from '../../host/index.js';

interface AzureTag {
  readonly vmId: string | null;
  readonly key: string;
  readonly value: string;
}

const { table, text } = tableOf<AzureTag>();

/** A row per tag. @param service that is asked */
export const azureInstanceTagsOf = (service: MetadataService): TableSpec =>
  table({
    name: 'azure_instance_tags',
    description: 'Tags of the virtual machine of Azure that this is',
    rows: 10,
    rowCost: COST.network / 10,
    sources: ['Azure Instance Metadata Service', '/sys/class/dmi/id, to see whether to ask it'],
    examples: [
      'SELECT key, value FROM azure_instance_tags',
      "SELECT vm_id FROM azure_instance_tags WHERE key = 'environment' AND value = 'production'",
    ],
    columns: {
      vm_id: text('Id of the machine', (tag) => tag.vmId),
      key: text('Name of the tag', (tag) => tag.key),
      value: text('Its value', (tag) => tag.value),
    },
    async *scan({ host, signal }) {
      const { vmId, tags } = await readAzureInstance(host, service, signal);
      for (const tag of parseAzureTags(tags ?? '')) yield { vmId, ...tag };
    },
  });

export const azureInstanceTags = azureInstanceTagsOf(metadataService);
