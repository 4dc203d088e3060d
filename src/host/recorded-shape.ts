/** Whether a JSON value is an object with names. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a JSON object field by field; a wrong type or a field nobody read is an error that names it. */
export class Shape {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #name: string;
  readonly #read = new Set<string>();

  constructor(json: unknown, name: string) {
    if (!isRecord(json)) throw new Error(`${name}: not an object`);
    this.#object = json;
    this.#name = name;
  }

  text(field: string, otherwise: string): string {
    return this.#field(field, otherwise, (value) => (typeof value === 'string' ? value : undefined));
  }

  number(field: string, otherwise: number): number {
    return this.#field(field, otherwise, (value) =>
      typeof value === 'number' && Number.isFinite(value) ? value : undefined,
    );
  }

  /** A whole number, or text that holds one beyond 2^53. */
  int64(field: string): bigint | undefined {
    return this.#field<bigint | undefined>(field, undefined, (value) => {
      if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
      return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
    });
  }

  /** Text of octal digits, such as a file's mode. */
  octal(field: string): bigint | undefined {
    return this.#field<bigint | undefined>(field, undefined, (value) =>
      typeof value === 'string' && /^[0-7]+$/.test(value) ? BigInt(`0o${value}`) : undefined,
    );
  }

  record(field: string): Shape {
    return new Shape(
      this.#field<unknown>(field, {}, (value) => value),
      `${this.#name}: ${field}`,
    );
  }

  list<T>(field: string, parse: (value: unknown, name: string) => T | undefined): readonly T[] | undefined {
    return this.#field<readonly T[] | undefined>(field, undefined, (value) => {
      if (!Array.isArray(value)) return undefined;
      const items = value.map((item, i) => parse(item, `${this.#name}: ${field}[${i}]`));
      return items.every((item) => item !== undefined) ? (items as T[]) : undefined; // checked on this line
    });
  }

  map<T>(field: string, parse: (value: unknown, name: string) => T | undefined): ReadonlyMap<string, T> {
    return this.#field<ReadonlyMap<string, T>>(field, new Map(), (value) => {
      if (!isRecord(value)) return undefined;
      const entries = new Map<string, T>();
      for (const [key, item] of Object.entries(value)) {
        const parsed = parse(item, `${this.#name}: ${field}["${key}"]`);
        if (parsed === undefined) return undefined;
        entries.set(key, parsed);
      }
      return entries;
    });
  }

  /** @throws Error naming a field that nobody asked for: a misspelt name would else be no more than ignored */
  finish(): void {
    const unknown = Object.keys(this.#object).find((key) => !this.#read.has(key));
    if (unknown !== undefined) throw new Error(`${this.#name}: no such field: "${unknown}"`);
  }

  #field<T>(field: string, otherwise: T, parse: (value: unknown) => T | undefined): T {
    this.#read.add(field);
    const value = this.#object[field];
    if (value === undefined) return otherwise;
    const parsed = parse(value);
    if (parsed === undefined) throw new Error(`${this.#name}: wrong value for "${field}": ${JSON.stringify(value)}`);
    return parsed;
  }
}
