import { COST, type TableSpec, tableOf } from '../../catalog/index.js';
import { type InstanceTag, type MetadataService, metadataService, readEc2Tags } from '../../host/index.js';

const { table, text } = tableOf<InstanceTag>();

/** A row per tag, where the instance's metadata may tell them. @param service that is asked */
export const ec2InstanceTagsOf = (service: MetadataService): TableSpec =>
  table({
    name: 'ec2_instance_tags',
    description: 'Tags of the instance of EC2 that this machine is',
    rows: 10,
    rowCost: COST.network / 10,
    sources: ['EC2 instance metadata service, version 2', '/sys/class/dmi/id, to see whether to ask it'],
    privileges: 'tags in instance metadata, which are an option of the instance',
    examples: [
      'SELECT key, value FROM ec2_instance_tags',
      "SELECT instance_id FROM ec2_instance_tags WHERE key = 'Name' AND value LIKE 'web-%'",
    ],
    columns: {
      instance_id: text('Id of the instance', (tag) => tag.instanceId),
      key: text('Name of the tag', (tag) => tag.key),
      value: text('Its value', (tag) => tag.value),
    },
    async *scan({ host, signal, warn }) {
      const tags = await readEc2Tags(host, service, signal);
      if (tags) yield* tags;
      else warn('ec2_instance_tags: the metadata of this instance may not tell its tags');
    },
  });

export const ec2InstanceTags = ec2InstanceTagsOf(metadataService);
