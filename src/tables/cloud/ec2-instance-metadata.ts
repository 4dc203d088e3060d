import { COST, type TableSpec, tableOf } from '../../catalog/index.js';
import { type Ec2Instance, type MetadataService, metadataService, readEc2Instance } from '../../host/index.js';

const { table, text } = tableOf<Ec2Instance>();

/** One row on an instance of EC2, none anywhere else. @param service that is asked */
export const ec2InstanceMetadataOf = (service: MetadataService): TableSpec =>
  table({
    name: 'ec2_instance_metadata',
    description: 'What AWS says of the instance that this machine is',
    rows: 1,
    rowCost: COST.network,
    sources: ['EC2 instance metadata service, version 2', '/sys/class/dmi/id, to see whether to ask it'],
    examples: [
      'SELECT instance_id, instance_type, region FROM ec2_instance_metadata',
      "SELECT ami_id FROM ec2_instance_metadata WHERE security_groups LIKE '%default%'",
    ],
    columns: {
      instance_id: text('Id of the instance', (row) => row.instanceId),
      instance_type: text('Kind of instance, such as t3.micro', (row) => row.instanceType),
      architecture: text('Architecture, such as x86_64', (row) => row.architecture),
      region: text('Region', (row) => row.region),
      availability_zone: text('Zone in the region', (row) => row.availabilityZone),
      local_hostname: text('Name in the private network', (row) => row.localHostname),
      local_ipv4: text('Address in the private network', (row) => row.privateIp),
      mac: text('Hardware address of the first interface', (row) => row.mac, { collation: 'nocase' }),
      security_groups: text(
        'Names of its security groups, separated by a comma and a blank',
        (row) => row.securityGroups,
      ),
      iam_arn: text('Instance profile that gives it permissions', (row) => row.instanceProfileArn),
      ami_id: text('Image that it was started from', (row) => row.imageId),
      reservation_id: text('Id of the reservation', (row) => row.reservationId),
      account_id: text('Account that owns it', (row) => row.accountId),
      ssh_public_key: text('First key that was given at the start', (row) => row.sshPublicKey),
    },
    async *scan({ host, signal }) {
      yield await readEc2Instance(host, service, signal);
    },
  });

export const ec2InstanceMetadata = ec2InstanceMetadataOf(metadataService);
