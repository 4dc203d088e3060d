import type { Attempt } from '../attempt.js';
import type { Entry } from '../files/entries.js';
import type { Host } from '../host.js';

/** A distribution as it was installed: a wheel (`.dist-info`), or an egg. */
export interface PythonDistribution {
  /** The `.dist-info` or `.egg-info` folder, the EGG-INFO folder of an egg, or the file that is an `.egg-info` itself. */
  readonly path: string;
  /** The file with its metadata, which need not be there. */
  readonly metadataPath: string;
}

export interface DistributionWalk {
  readonly attempt: Attempt;
  /** Called for each folder; may throw to give up. */
  readonly checkpoint: () => void;
}

const MAX_DEPTH = 64;

/**
 * All distributions below a folder in the order of their names, also those that others carry along. Links are followed
 * where they are named as a distribution is, and no further.
 */
export function* walkPythonDistributions(
  host: Host,
  root: string,
  { attempt, checkpoint }: DistributionWalk,
): Generator<PythonDistribution> {
  const pending = [{ path: root, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    checkpoint();
    const { path, depth } = next;
    const entries = attempt<Entry[]>([], () => host.listEntries(path));
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const folders: string[] = [];
    for (const entry of entries) {
      const found = distributionOf(host, `${path}/${entry.name}`, entry);
      if (found) yield found;
      else if (entry.kind === 'folder' && entry.name !== '__pycache__') folders.push(`${path}/${entry.name}`);
    }
    if (depth < MAX_DEPTH) for (const folder of folders.reverse()) pending.push({ path: folder, depth: depth + 1 });
  }
}

function distributionOf(host: Host, path: string, { name, kind }: Entry): PythonDistribution | undefined {
  const isFolder = kind !== 'file';
  if (name.endsWith('.dist-info') && isFolder) return { path, metadataPath: `${path}/METADATA` };
  if (name.endsWith('.egg-info')) return { path, metadataPath: isFolder ? `${path}/PKG-INFO` : path };
  const eggInfo = `${path}/EGG-INFO`;
  if (name.endsWith('.egg') && isFolder && host.exists(eggInfo))
    return { path: eggInfo, metadataPath: `${eggInfo}/PKG-INFO` };
  return undefined;
}
