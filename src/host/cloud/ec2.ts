import { Refused } from '../errors.js';
import type { Host } from '../host.js';
import { type Json, jsonAt, jsonList, jsonText, parseJson } from '../json/json.js';
import type { AskService, MetadataService } from './metadata-service.js';

/** What AWS tells an instance of itself; null for what it does not know. */
export interface Ec2Instance {
  readonly instanceId: string | null;
  readonly instanceType: string | null;
  readonly architecture: string | null;
  readonly region: string | null;
  readonly availabilityZone: string | null;
  readonly privateIp: string | null;
  readonly imageId: string | null;
  readonly accountId: string | null;
  readonly localHostname: string | null;
  readonly mac: string | null;
  /** With a comma and a blank between them. */
  readonly securityGroups: string | null;
  readonly instanceProfileArn: string | null;
  readonly reservationId: string | null;
  readonly sshPublicKey: string | null;
}

export interface InstanceTag {
  readonly instanceId: string | null;
  readonly key: string;
  readonly value: string | null;
}

const FROM_DOCUMENT = [
  ...(['instanceId', 'instanceType', 'architecture', 'region', 'availabilityZone', 'privateIp'] as const),
  ...(['imageId', 'accountId'] as const),
];
const DOCUMENT = '/latest/dynamic/instance-identity/document';
const METADATA = '/latest/meta-data';
/** An instance has 50 at most. */
const MAX_TAGS = 200;

/** Seconds for which a token is good. */
const TOKEN_SECONDS = '60';

/** Version 2 of the service alone: a token first, which no open proxy can be made to fetch. */
async function withToken(ask: AskService): Promise<(path: string) => Promise<string | null>> {
  const token = await ask('/latest/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': TOKEN_SECONDS }, 'PUT');
  if (token === null) throw new Refused('/latest/api/token', 'the instance metadata service gives no token');
  return (path) => ask(path, { 'X-aws-ec2-metadata-token': token.trim() });
}

/** Throws as {@link MetadataService.read}. */
export async function readEc2Instance(host: Host, service: MetadataService, signal: AbortSignal): Promise<Ec2Instance> {
  const json = await service.read(host, 'AWS', 'EC2 instance', signal, async (askWithoutToken) => {
    const ask = await withToken(askWithoutToken);
    const [identity, localHostname, mac, groups, profile, reservationId, key] = await Promise.all([
      ask(DOCUMENT),
      ask(`${METADATA}/local-hostname`),
      ask(`${METADATA}/mac`),
      ask(`${METADATA}/security-groups`),
      ask(`${METADATA}/iam/info`),
      ask(`${METADATA}/reservation-id`),
      ask(`${METADATA}/public-keys/0/openssh-key`),
    ]);
    const document = parseJson(identity ?? '');
    return {
      ...Object.fromEntries(FROM_DOCUMENT.map((name) => [name, jsonText(document, name)])),
      localHostname,
      mac,
      securityGroups: groups?.trim().split(/\n+/).join(', ') ?? null,
      instanceProfileArn: jsonText(parseJson(profile ?? ''), 'InstanceProfileArn'),
      reservationId,
      sshPublicKey: key?.trim() ?? null,
    };
  });
  const text = (name: keyof Ec2Instance): string | null => jsonText(json, name);
  return {
    instanceId: text('instanceId'),
    instanceType: text('instanceType'),
    architecture: text('architecture'),
    region: text('region'),
    availabilityZone: text('availabilityZone'),
    privateIp: text('privateIp'),
    imageId: text('imageId'),
    accountId: text('accountId'),
    localHostname: text('localHostname'),
    mac: text('mac'),
    securityGroups: text('securityGroups'),
    instanceProfileArn: text('instanceProfileArn'),
    reservationId: text('reservationId'),
    sshPublicKey: text('sshPublicKey'),
  };
}

/**
 * An instance's tags, where its metadata may tell them: null where they may not. Throws as {@link MetadataService.read}.
 */
export async function readEc2Tags(
  host: Host,
  service: MetadataService,
  signal: AbortSignal,
): Promise<InstanceTag[] | null> {
  const json = await service.read(host, 'AWS', 'EC2 tags', signal, async (askWithoutToken) => {
    const ask = await withToken(askWithoutToken);
    const [identity, list] = await Promise.all([ask(DOCUMENT), ask(`${METADATA}/tags/instance`)]);
    const keys = list === null ? [] : list.split('\n').filter((key) => key !== '');
    const values = await Promise.all(
      keys.slice(0, MAX_TAGS).map((key) => ask(`${METADATA}/tags/instance/${encodeURIComponent(key)}`)),
    );
    return {
      instanceId: jsonText(parseJson(identity ?? ''), 'instanceId'),
      tags: list === null ? null : values.map((value, at) => ({ key: keys[at] ?? '', value })),
    };
  });
  return tagsOf(json);
}

function tagsOf(json: Json): InstanceTag[] | null {
  const instanceId = jsonText(json, 'instanceId');
  const tags = jsonAt(json, 'tags');
  if (tags === null) return null;
  return jsonList(tags).map((tag) => ({ instanceId, key: jsonText(tag, 'key') ?? '', value: jsonText(tag, 'value') }));
}
