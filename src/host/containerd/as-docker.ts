import { jsonObjects, jsonTexts } from '../engine-api/answer.js';
import { type Json, jsonAt, jsonText } from '../json/json.js';
import type { ContainerdTask } from './tasks.js';

/** Names of what Kubernetes and nerdctl write down of a container, the first that is there counts. */
const NAMES = ['io.kubernetes.cri.container-name', 'io.kubernetes.cri.sandbox-name', 'nerdctl/name'];
const IMAGE = 'io.kubernetes.cri.image-name';
const PROPAGATIONS = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave', 'runbindable', 'unbindable'];

/** The container as Docker's list would have it, without what nobody wrote down. Pure. */
export function listedAsDocker({ id, spec }: ContainerdTask): Json {
  const name = NAMES.map((annotation) => jsonText(spec, 'annotations', annotation)).find((text) => text !== null);
  return {
    Id: id,
    Names: name === undefined || name === null ? [] : [`/${name}`],
    Image: jsonText(spec, 'annotations', IMAGE),
    Command: jsonTexts(spec, 'process', 'args').join(' '),
    State: 'running',
    Mounts: jsonObjects(spec, 'mounts').filter(isBind).map(mountAsDocker),
  };
}

/** The container as Docker would tell of it alone, likewise. Pure. */
export function inspectedAsDocker({ pid, spec }: ContainerdTask): Json {
  return {
    State: { Pid: pid ?? 0, Running: true },
    Path: jsonTexts(spec, 'process', 'args')[0] ?? null,
    Config: { Env: jsonTexts(spec, 'process', 'env') },
    HostConfig: { ReadonlyRootfs: jsonAt(spec, 'root', 'readonly') === true },
  };
}

/** Others, such as /proc, are the same in every container. */
const isBind = (mount: Json): boolean =>
  jsonText(mount, 'type') === 'bind' || jsonTexts(mount, 'options').some((option) => /^r?bind$/.test(option));

function mountAsDocker(mount: Json): Json {
  const options = jsonTexts(mount, 'options');
  return {
    Type: 'bind',
    Source: jsonText(mount, 'source'),
    Destination: jsonText(mount, 'destination'),
    Mode: options.join(','),
    RW: !options.includes('ro'),
    Propagation: options.find((option) => PROPAGATIONS.includes(option)) ?? '',
  };
}
