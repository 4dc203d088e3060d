import {
  type DeviceProperties,
  Disk,
  type Host,
  readAttribute,
  readFileSystem,
  readIdentity,
  readOr,
  readUdev,
  type VolumeIdentity,
} from '../../host/index.js';

const FOLDER = '/sys/class/block';

/** What the first blocks of a device tell. */
export interface VolumeHeader extends VolumeIdentity {
  /** As blkid(8) and udev call it. */
  readonly type: string;
}

/** Types that they call otherwise than `readFileSystem`. */
const UDEV_TYPES: Readonly<Record<string, string>> = {
  fat12: 'vfat',
  fat16: 'vfat',
  fat32: 'vfat',
  crypto_luks: 'crypto_LUKS',
  lvm2_member: 'LVM2_member',
};

/** @throws Gone, Refused */
function readVolumeHeader(host: Host, path: string): VolumeHeader | null {
  const disk = new Disk(host, path, () => {});
  try {
    const type = readFileSystem(disk)?.type;
    return type === undefined ? null : { type: UDEV_TYPES[type] ?? type, ...readIdentity(disk, type) };
  } finally {
    disk.close();
  }
}

/** Stacks of devices (LVM on LUKS on RAID) are a few levels deep. */
const MAX_DEPTH = 16;

/** A disk, a partition, or what is built on others. */
export class BlockDevice {
  #udev: DeviceProperties | undefined;
  #volume: VolumeHeader | null | undefined;
  #parent: BlockDevice | null | undefined;
  constructor(
    readonly host: Host,
    /** The kernel's name. */
    readonly kernelName: string,
    readonly depth = 0,
  ) {}

  /** The kernel writes `!` for a slash in it. */
  get name(): string {
    return `/dev/${this.kernelName.replaceAll('!', '/')}`;
  }

  /** The disk of a partition; else the first of those it is built on; null for a disk. */
  get parent(): BlockDevice | null {
    if (this.#parent === undefined) {
      const name = this.depth < MAX_DEPTH ? this.#parentName() : null;
      this.#parent = name === null ? null : new BlockDevice(this.host, name, this.depth + 1);
    }
    return this.#parent;
  }

  /** An attribute, null where there is none. */
  attribute(path: string): string | null {
    return readAttribute(this.host, `${FOLDER}/${this.kernelName}/${path}`);
  }

  /** What udev found at its start, such as ID_FS_TYPE. */
  udev(name: string): string | null {
    return this.#records.get(name) || null;
  }

  /** What the device itself says of the file system on it, where udev knows nothing of the device; null where it is not for us. */
  get volume(): VolumeHeader | null {
    if (this.#volume === undefined)
      this.#volume = this.#records.size > 0 ? null : readOr(null, () => readVolumeHeader(this.host, this.name));
    return this.#volume;
  }

  get #records(): DeviceProperties {
    this.#udev ??= readUdev(this.host, `b${this.attribute('dev')}`);
    return this.#udev;
  }

  #parentName(): string | null {
    const folder = `${FOLDER}/${this.kernelName}`;
    if (this.attribute('partition') !== null)
      return readOr(null, () => this.host.canonicalPath(folder).split('/').at(-2) ?? null);
    return readOr([], () => this.host.list(`${folder}/slaves`)).sort()[0] ?? null;
  }
}

/** All by name, or those that are named `/dev/…`. Throws as `Host.list`. */
export function* listBlockDevices(host: Host, names: readonly string[] | undefined): Generator<BlockDevice> {
  const wanted = names && new Set(names);
  for (const kernelName of host.list(FOLDER).sort()) {
    const device = new BlockDevice(host, kernelName);
    if (!wanted || wanted.has(device.name)) yield device;
  }
}
