import { decodeText } from '../../core/index.js';

/** A record of the kernel's log (Documentation/ABI/testing/dev-kmsg). */
export interface KmsgRecord {
  /** One higher for each record. */
  readonly sequence: bigint;
  readonly severity: number;
  readonly facility: number;
  /** Nanoseconds of a clock that is the monotonic one, or near it. */
  readonly atNs: number;
  readonly message: string;
}

/**
 * `6,339,5140900,-;NET: Registered protocol family 10`, then lines that begin with a space: what the record is about, which
 * is left out. Control characters, bytes above 126 and backslashes stand as `\xNN`. Undefined for another shape. Pure.
 */
export function parseKmsg(bytes: Buffer): KmsgRecord | undefined {
  const text = bytes.toString('latin1');
  const head = /^(\d{1,10}),(\d{1,19}),(\d{1,19}),[^;\n]*;([^\n]*)/.exec(text);
  if (!head) return undefined;
  const [, priority = '', sequence = '', microseconds = '', message = ''] = head;
  return {
    sequence: BigInt(sequence),
    severity: Number(priority) & 7,
    facility: Number(priority) >>> 3,
    atNs: Number(microseconds) * 1000,
    message: decodeText(unescape(message)),
  };
}

const unescape = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    'latin1',
  );
