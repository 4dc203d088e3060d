/** struct audit_status: what can be set of the audit system, and its counters. */
export interface AuditStatus {
  /** 0 off, 1 on, 2 on and nothing can be changed until the next boot. */
  readonly enabled: number;
  /** What the kernel does about lost records: 0 nothing, 1 printk, 2 panic. */
  readonly failure: number;
  /** Who gets the records; 0 for nobody. */
  readonly pid: number;
  /** Most records per second; 0 for no limit. */
  readonly rateLimit: number;
  readonly backlogLimit: number;
  /** Records lost since the boot, or since somebody set it back. */
  readonly lost: number;
  /** Ticks that a process waits for room; undefined before Linux 3.14. */
  readonly backlogWaitTime: number | undefined;
}

/** Fields that AUDIT_SET takes: its bit in the mask, and its place. */
const SETTABLE = {
  enabled: [1, 4],
  failure: [2, 8],
  pid: [4, 12],
  rateLimit: [8, 16],
  backlogLimit: [0x10, 20],
  backlogWaitTime: [0x20, 36],
} as const;

export type Settable = keyof typeof SETTABLE;
export type Settings = Partial<Record<Settable, number>>;

const STATUS_BYTES = 44;
/** Older kernels have shorter ones. */
const LEAST_BYTES = 32;

/** Undefined where the bytes are too few. */
export function parseStatus(bytes: Buffer): AuditStatus | undefined {
  if (bytes.length < LEAST_BYTES) return undefined;
  return {
    enabled: bytes.readUInt32LE(4),
    failure: bytes.readUInt32LE(8),
    pid: bytes.readUInt32LE(12),
    rateLimit: bytes.readUInt32LE(16),
    backlogLimit: bytes.readUInt32LE(20),
    lost: bytes.readUInt32LE(24),
    backlogWaitTime: bytes.length >= 40 ? bytes.readUInt32LE(36) : undefined,
  };
}

/** The payload of AUDIT_SET that sets these and no other. */
export function settingBytes(settings: Settings): Buffer {
  const bytes = Buffer.alloc(STATUS_BYTES);
  let mask = 0;
  for (const [name, [bit, offset]] of Object.entries(SETTABLE)) {
    const value = settings[name as Settable]; // a key of SETTABLE
    if (value === undefined) continue;
    mask |= bit;
    bytes.writeUInt32LE(value, offset);
  }
  bytes.writeUInt32LE(mask, 0);
  return bytes;
}
