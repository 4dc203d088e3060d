import { COST, type TableSpec, tableOf } from '../../catalog/index.js';
import { type AzureInstance, type MetadataService, metadataService, readAzureInstance } from '../../host/index.js';

const { table, text } = tableOf<AzureInstance>();

/** One row on a virtual machine of Azure, none anywhere else. @param service that is asked */
export const azureInstanceMetadataOf = (service: MetadataService): TableSpec =>
  table({
    name: 'azure_instance_metadata',
    description: 'What Azure says of the virtual machine that this is',
    rows: 1,
    rowCost: COST.network,
    sources: ['Azure Instance Metadata Service', '/sys/class/dmi/id, to see whether to ask it'],
    examples: [
      'SELECT vm_id, vm_size, location FROM azure_instance_metadata',
      "SELECT name FROM azure_instance_metadata WHERE resource_group_name = 'production'",
    ],
    columns: {
      location: text('Region', (row) => row.location),
      name: text('Name of the machine', (row) => row.name),
      offer: text('Offer that its image is from', (row) => row.offer),
      publisher: text('Who publishes the image', (row) => row.publisher),
      sku: text('Kind of image within the offer', (row) => row.sku),
      version: text('Version of the image', (row) => row.version),
      os_type: text('Linux or Windows', (row) => row.osType),
      platform_update_domain: text('Update domain', (row) => row.platformUpdateDomain),
      platform_fault_domain: text('Fault domain', (row) => row.platformFaultDomain),
      vm_id: text('Id of the machine', (row) => row.vmId, { key: { unique: true } }),
      vm_size: text('Size, such as Standard_B2s', (row) => row.vmSize),
      subscription_id: text('Subscription that owns it', (row) => row.subscriptionId),
      resource_group_name: text('Resource group it is in', (row) => row.resourceGroupName),
      placement_group_id: text('Placement group of its scale set', (row) => row.placementGroupId),
      vm_scale_set_name: text('Scale set it belongs to', (row) => row.vmScaleSetName),
      zone: text('Zone in the region', (row) => row.zone),
    },
    async *scan({ host, lookup, signal }) {
      const instance = await readAzureInstance(host, service, signal);
      const ids = lookup.vm_id?.values;
      if (!ids || (instance.vmId !== null && ids.includes(instance.vmId))) yield instance;
    },
  });

export const azureInstanceMetadata = azureInstanceMetadataOf(metadataService);
