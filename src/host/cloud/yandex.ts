import type { Host } from '../host.js';
import { type Json, jsonText } from '../json/json.js';
import { type AskService, type MetadataService, parsedAnswer, readMetadataAt } from './metadata-service.js';

/** What Yandex Cloud tells a virtual machine of itself; null for what it does not. */
export interface YandexInstance {
  readonly id: string | null;
  readonly folderId: string | null;
  readonly cloudId: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly hostname: string | null;
  /** The last part of `projects/…/zones/<zone>`. */
  readonly zone: string | null;
  readonly sshKeys: string | null;
  readonly serialPortEnabled: string | null;
  /** Address of the service. */
  readonly endpoint: string;
}

const PATH = '/computeMetadata/v1/instance/?alt=json&recursive=true';

/** @param endpoint an address that the query names; default: the service. Throws as its `read`. */
export async function readYandexInstance(
  host: Host,
  service: MetadataService,
  signal: AbortSignal,
  endpoint?: string,
): Promise<YandexInstance> {
  const json =
    endpoint === undefined
      ? await service.read(host, 'Yandex Cloud', 'Yandex instance', signal, gather)
      : await readMetadataAt(host, endpoint.replace(/\/+$/, ''), `Yandex instance at ${endpoint}`, signal, gather);
  const text = (name: string): string | null => jsonText(json, name);
  return {
    id: text('id'),
    folderId: text('folderId'),
    cloudId: text('cloudId'),
    name: text('name'),
    description: text('description'),
    hostname: text('hostname'),
    zone: text('zone'),
    sshKeys: text('sshKeys'),
    serialPortEnabled: text('serialPortEnabled'),
    endpoint: endpoint ?? service.address,
  };
}

/** The attributes may hold passwords for cloud-init, too: what is kept is what the table shows. */
async function gather(ask: AskService): Promise<Json> {
  const instance = parsedAnswer(await ask(PATH, { 'Metadata-Flavor': 'Google' }), PATH);
  const zone = /^projects\/[^/]*\/[^/]*\/([^/]+)/.exec(jsonText(instance, 'zone') ?? '')?.[1];
  return {
    id: jsonText(instance, 'id'),
    folderId: jsonText(instance, 'vendor', 'folderId'),
    cloudId: jsonText(instance, 'vendor', 'cloudId'),
    name: jsonText(instance, 'name'),
    description: jsonText(instance, 'description'),
    hostname: jsonText(instance, 'hostname'),
    zone: zone ?? null,
    sshKeys: jsonText(instance, 'attributes', 'ssh-keys'),
    serialPortEnabled: jsonText(instance, 'attributes', 'serial-port-enable'),
  };
}
