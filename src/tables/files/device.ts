import type { Lookup, ScanRequest } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { Disk, ExtFileSystem, type Host, Refused, readFileSystem, readVolumes, type Volume } from '../../host/index.js';

/** A partition whose files are read from the disk itself. */
export interface DevicePartition {
  readonly device: string;
  /** The partition's number as text. */
  readonly partition: string;
  readonly files: ExtFileSystem;
}

type DeviceRequest = Pick<ScanRequest, 'checkpoint' | 'warn'> & {
  readonly host: Host;
  readonly lookup: { readonly device?: Lookup<string> };
};

type PartitionRequest = DeviceRequest & { readonly lookup: { readonly partition?: Lookup<string> } };

/** Runs `read` with each device that the query names. What the host refuses, or the disk, is one warning for each. */
export function* eachDevice<T>(request: DeviceRequest, read: (disk: Disk) => Iterable<T>): Generator<T> {
  for (const device of request.lookup.device?.values ?? []) {
    let disk: Disk | undefined;
    try {
      disk = new Disk(request.host, device, request.checkpoint);
      yield* read(disk);
    } catch (error) {
      if (error instanceof Refused) request.warn(error.message);
      else if (!(error instanceof Gone)) throw error;
    } finally {
      disk?.close();
    }
  }
}

/** The partitions that the query names, all where it names none, and hold files that we can read: others are told of. */
export function* eachPartition<T>(
  request: PartitionRequest,
  table: string,
  read: (partition: DevicePartition) => Iterable<T>,
): Generator<T> {
  const { lookup, warn } = request;
  if (!lookup.device?.values) warn(`${table} needs the name of a device`);
  yield* eachDevice(request, function* (disk) {
    for (const volume of readVolumes(disk)) {
      const partition = String(volume.number);
      const isWanted = lookup.partition?.values?.includes(partition) ?? true;
      const files = isWanted && volume.kind === 'normal' ? filesOf(disk, volume, warn) : undefined;
      if (files) yield* read({ device: disk.path, partition, files });
    }
  });
}

function filesOf(disk: Disk, volume: Volume, warn: (message: string) => void): ExtFileSystem | undefined {
  const part = disk.partAt(volume.offset);
  const type = readFileSystem(part)?.type;
  if (type?.startsWith('ext')) return new ExtFileSystem(part, disk.path);
  warn(
    `only ext2, ext3 and ext4 can be read: partition ${volume.number} of ${disk.path} holds ${type ?? 'none of them'}`,
  );
  return undefined;
}
