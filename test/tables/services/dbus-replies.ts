/** Answers as a D-Bus service writes them, made independently of our own reader of them. */

class Bytes {
  bytes = Buffer.alloc(0);

  pad(size: number): this {
    return this.add(Buffer.alloc((size - (this.bytes.length % size)) % size));
  }

  add(bytes: Buffer): this {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    return this;
  }

  uint32(value: number): this {
    const four = Buffer.alloc(4);
    four.writeUInt32LE(value);
    return this.pad(4).add(four);
  }

  string(text: string): this {
    return this.uint32(Buffer.byteLength(text)).add(Buffer.from(`${text}\0`));
  }

  signature(text: string): this {
    return this.add(Buffer.from([text.length])).add(Buffer.from(`${text}\0`));
  }
}

/** A reply or an error (kind 3) to the call of that number. */
export function reply(serial: number, signature: string, body: Buffer, kind = 2): Buffer {
  const fields = new Bytes()
    .add(Buffer.from([5]))
    .signature('u')
    .uint32(serial);
  if (kind === 3)
    fields
      .pad(8)
      .add(Buffer.from([4]))
      .signature('s')
      .string('org.example.Error.Failed');
  fields
    .pad(8)
    .add(Buffer.from([8]))
    .signature('g')
    .signature(signature);
  return new Bytes()
    .add(Buffer.from([0x6c, kind, 1, 1]))
    .uint32(body.length)
    .uint32(serial)
    .uint32(fields.bytes.length)
    .add(fields.bytes)
    .pad(8)
    .add(body).bytes;
}

export type UnitFields = readonly [
  id: string,
  description: string,
  load: string,
  active: string,
  sub: string,
  following: string,
  path: string,
  job: number,
  jobType: string,
  jobPath: string,
];

/** The answer to ListUnits. */
export function unitList(units: readonly UnitFields[]): Buffer {
  const array = new Bytes();
  for (const fields of units) {
    array.pad(8);
    for (const field of fields) typeof field === 'number' ? array.uint32(field) : array.string(field);
  }
  return reply(1, 'a(ssssssouso)', new Bytes().uint32(array.bytes.length).pad(8).add(array.bytes).bytes);
}

/** Answers to Properties.Get: texts as variants, null as an error. */
export const properties = (values: readonly (string | null)[]): Buffer =>
  Buffer.concat(
    values.map((value, index) =>
      value === null
        ? reply(2 + index, 's', new Bytes().string('no such property').bytes, 3)
        : reply(2 + index, 'v', new Bytes().signature('s').string(value).bytes),
    ),
  );
