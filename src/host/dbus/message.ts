/** A value of D-Bus: numbers of 64 bits are bigints, an array, struct or dictionary entry an array, a variant its value. */
export type DbusValue = string | number | bigint | boolean | readonly DbusValue[];

/** A call of a method whose arguments are all strings. */
export interface DbusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly arguments: readonly string[];
}

/** What a message says (D-Bus Specification, "Message Protocol"). */
export interface DbusMessage {
  readonly kind: 'call' | 'return' | 'error' | 'signal' | 'unknown';
  /** The call that this answers, 0 for none. */
  readonly replySerial: number;
  readonly errorName: string;
  readonly signature: string;
  readonly body: Buffer;
  readonly isBigEndian: boolean;
}

const KINDS = ['unknown', 'call', 'return', 'error', 'signal'] as const;
const FIELD = { path: 1, interface: 2, member: 3, errorName: 4, replySerial: 5, destination: 6, signature: 8 } as const;
const FIXED_BYTES = 16;
/** As the specification limits them. */
const MAX_DEPTH = 64;
const MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

/** The bytes of a call. Pure. */
export function encodeCall(call: DbusCall, serial: number): Buffer {
  const body = new Writer();
  for (const argument of call.arguments) body.string(argument);
  const fields = new Writer();
  const field = (code: number, type: string, value: string): void => {
    fields.align(8);
    fields.byte(code);
    fields.signature(type);
    if (type === 'g') fields.signature(value);
    else fields.string(value);
  };
  field(FIELD.path, 'o', call.path);
  field(FIELD.interface, 's', call.interface);
  field(FIELD.member, 's', call.member);
  field(FIELD.destination, 's', call.destination);
  if (call.arguments.length > 0) field(FIELD.signature, 'g', 's'.repeat(call.arguments.length));
  const head = new Writer();
  head.byte('l'.charCodeAt(0));
  head.byte(KINDS.indexOf('call'));
  head.byte(0);
  head.byte(1);
  head.uint32(body.length);
  head.uint32(serial);
  head.uint32(fields.length);
  head.raw(fields.bytes());
  head.align(8);
  head.raw(body.bytes());
  return head.bytes();
}

class Writer {
  readonly #parts: number[] = [];

  get length(): number {
    return this.#parts.length;
  }

  bytes(): Buffer {
    return Buffer.from(this.#parts);
  }

  align(size: number): void {
    while (this.#parts.length % size !== 0) this.#parts.push(0);
  }

  byte(value: number): void {
    this.#parts.push(value);
  }

  raw(bytes: Buffer): void {
    this.#parts.push(...bytes);
  }

  uint32(value: number): void {
    this.align(4);
    for (let shift = 0; shift < 32; shift += 8) this.#parts.push((value >>> shift) & 0xff);
  }

  string(text: string): void {
    const bytes = Buffer.from(text);
    this.uint32(bytes.length);
    this.#parts.push(...bytes, 0);
  }

  signature(text: string): void {
    this.#parts.push(text.length, ...Buffer.from(text, 'latin1'), 0);
  }
}

/**
 * How many bytes the message has that starts here; undefined where too little of it is there to tell. Pure.
 * @throws Error where it can be no message
 */
export function messageBytes(bytes: Buffer): number | undefined {
  if (bytes.length < FIXED_BYTES) return undefined;
  const order = bytes[0];
  if ((order !== 0x6c && order !== 0x42) || bytes[3] !== 1) throw new Error('D-Bus: no message');
  const isBigEndian = order === 0x42;
  const number = (at: number): number => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  const total = ((FIXED_BYTES + number(12) + 7) & ~7) + number(4);
  if (total > MAX_MESSAGE_BYTES || total < FIXED_BYTES) throw new Error('D-Bus: message too large');
  return total;
}

/** A whole message. Pure. @throws Error where it is malformed */
export function decodeMessage(bytes: Buffer): DbusMessage {
  const isBigEndian = bytes[0] === 0x42;
  const reader = new Reader(bytes, isBigEndian);
  reader.at = 4;
  const bodyBytes = reader.uint32();
  reader.at = 12;
  const fields = reader.array('(yv)', 0).map((field) => field as readonly [number, DbusValue]); // as the signature says
  const field = (code: number): DbusValue | undefined => fields.find(([found]) => found === code)?.[1];
  reader.align(8);
  return {
    kind: KINDS[bytes[1] ?? 0] ?? 'unknown',
    replySerial: Number(field(FIELD.replySerial) ?? 0),
    errorName: String(field(FIELD.errorName) ?? ''),
    signature: String(field(FIELD.signature) ?? ''),
    body: bytes.subarray(reader.at, reader.at + bodyBytes),
    isBigEndian,
  };
}

/** Messages one after another. Pure. @throws Error where one is malformed */
export function decodeMessages(bytes: Buffer): DbusMessage[] {
  const messages: DbusMessage[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = messageBytes(bytes.subarray(at));
    if (size === undefined || at + size > bytes.length) throw new Error('D-Bus: message cut off');
    messages.push(decodeMessage(bytes.subarray(at, at + size)));
    at += size;
  }
  return messages;
}

/** The values of a message's body. Pure. @throws Error where it is malformed */
export function decodeBody({
  signature,
  body,
  isBigEndian,
}: Pick<DbusMessage, 'signature' | 'body' | 'isBigEndian'>): DbusValue[] {
  const reader = new Reader(body, isBigEndian);
  return splitSignature(signature).map((type) => reader.value(type, 0));
}

const ALIGNMENTS: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  x: 8,
  t: 8,
  d: 8,
  '(': 8,
  '{': 8,
};

class Reader {
  at = 0;

  constructor(
    readonly bytes: Buffer,
    readonly isBigEndian: boolean,
  ) {}

  align(size: number): void {
    this.at = Math.ceil(this.at / size) * size;
  }

  uint32(): number {
    this.align(4);
    const at = this.#take(4);
    return this.isBigEndian ? this.bytes.readUInt32BE(at) : this.bytes.readUInt32LE(at);
  }

  value(type: string, depth: number): DbusValue {
    if (depth > MAX_DEPTH) throw new Error('D-Bus: nested too deeply');
    this.align(ALIGNMENTS[type[0] ?? ''] ?? 4);
    switch (type[0]) {
      case 's':
      case 'o':
        return this.#text(this.uint32());
      case 'g':
        return this.#text(this.bytes.readUInt8(this.#take(1)));
      case 'b':
        return this.uint32() !== 0;
      case 'a':
        return this.array(type.slice(1), depth);
      case '(':
      case '{':
        return splitSignature(type.slice(1, -1)).map((member) => this.value(member, depth + 1));
      case 'v': {
        const [inner, ...more] = splitSignature(this.#text(this.bytes.readUInt8(this.#take(1))));
        if (inner === undefined || more.length > 0) throw new Error('D-Bus: a variant holds one value');
        return this.value(inner, depth + 1);
      }
      default:
        return this.#number(type);
    }
  }

  array(type: string, depth: number): DbusValue[] {
    const size = this.uint32();
    this.align(ALIGNMENTS[type[0] ?? ''] ?? 4);
    const end = this.at + size;
    if (end > this.bytes.length) throw new Error('D-Bus: an array ends too late');
    const values: DbusValue[] = [];
    while (this.at < end) values.push(this.value(type, depth + 1));
    return values;
  }

  #number(type: string): DbusValue {
    const { bytes, isBigEndian } = this;
    switch (type) {
      case 'y':
        return bytes.readUInt8(this.#take(1));
      case 'n':
        return isBigEndian ? bytes.readInt16BE(this.#take(2)) : bytes.readInt16LE(this.#take(2));
      case 'q':
        return isBigEndian ? bytes.readUInt16BE(this.#take(2)) : bytes.readUInt16LE(this.#take(2));
      case 'i':
        return this.uint32() | 0;
      case 'u':
      case 'h':
        return this.uint32();
      case 'x':
        return isBigEndian ? bytes.readBigInt64BE(this.#take(8)) : bytes.readBigInt64LE(this.#take(8));
      case 't':
        return isBigEndian ? bytes.readBigUInt64BE(this.#take(8)) : bytes.readBigUInt64LE(this.#take(8));
      case 'd':
        return isBigEndian ? bytes.readDoubleBE(this.#take(8)) : bytes.readDoubleLE(this.#take(8));
      default:
        throw new Error(`D-Bus: no such type: ${type}`);
    }
  }

  /** A text of so many bytes, and the NUL after it. */
  #text(size: number): string {
    const at = this.#take(size + 1);
    return this.bytes.toString('utf8', at, at + size);
  }

  #take(size: number): number {
    const at = this.at;
    this.at += size;
    if (this.at > this.bytes.length) throw new Error('D-Bus: message cut off');
    return at;
  }
}

/** Complete types, one after another: `a(ss)u` is `a(ss)`, `u`. @throws Error where brackets do not match */
function splitSignature(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, start: number): number {
  let depth = 0;
  for (let at = start; at < signature.length; at++) {
    const character = signature[at] ?? '';
    if ('({'.includes(character)) depth++;
    else if (')}'.includes(character)) depth--;
    if (depth < 0) break;
    if (depth === 0 && character !== 'a') return at + 1;
  }
  throw new Error('D-Bus: malformed signature');
}
