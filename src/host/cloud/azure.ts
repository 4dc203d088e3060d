import type { Host } from '../host.js';
import { jsonText } from '../json/json.js';
import { type MetadataService, parsedAnswer } from './metadata-service.js';

/** What Azure tells a virtual machine of itself, by its own names. */
const FIELDS = [
  ...(['location', 'name', 'offer', 'publisher', 'sku', 'version', 'osType', 'platformUpdateDomain'] as const),
  ...(['platformFaultDomain', 'vmId', 'vmSize', 'subscriptionId', 'resourceGroupName', 'placementGroupId'] as const),
  ...(['vmScaleSetName', 'zone', 'tags'] as const),
];

export type AzureField = (typeof FIELDS)[number];
/** Null for what is not told; `tags` are `name:value;name:value`. */
export type AzureInstance = Readonly<Record<AzureField, string | null>>;

const PATH = '/metadata/instance/compute?api-version=2018-02-01';

/** Throws as {@link MetadataService.read}. */
export async function readAzureInstance(
  host: Host,
  service: MetadataService,
  signal: AbortSignal,
): Promise<AzureInstance> {
  const json = await service.read(host, 'Azure', 'Azure instance', signal, async (ask) => {
    const compute = parsedAnswer(await ask(PATH, { Metadata: 'true' }), PATH);
    return Object.fromEntries(FIELDS.map((field) => [field, jsonText(compute, field)]));
  });
  // Every field of the list is there.
  return Object.fromEntries(FIELDS.map((field) => [field, jsonText(json, field) || null])) as AzureInstance;
}

/** `name:value;name:value`, in that order; a name ends at the first colon. Pure. */
export function parseAzureTags(text: string): { readonly key: string; readonly value: string }[] {
  return text.split(';').flatMap((tag) => {
    const [, key, value] = /^([^:]+):(.*)$/s.exec(tag) ?? [];
    return key === undefined || value === undefined ? [] : [{ key, value }];
  });
}
