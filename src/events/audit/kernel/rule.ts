/** A rule for calls, at their end: struct audit_rule_data. */
export interface Rule {
  /** Numbers of calls; none for a rule that is never met. */
  readonly syscalls: readonly number[];
  readonly action: 'always' | 'never';
  readonly fields: readonly RuleField[];
  /** Written into the records of what it meets. Most are 256 bytes. */
  readonly key: string;
}

export interface RuleField {
  readonly field: keyof typeof FIELDS;
  readonly operator: keyof typeof OPERATORS;
  /** 32 bits, unsigned. */
  readonly value: number;
}

const FIELDS = { pid: 0, arch: 11, success: 104, a0: 200, a1: 201, a2: 202, a3: 203 } as const;
const OPERATORS = { '=': 0x40000000, '!=': 0x30000000, '&': 0x08000000 } as const;
const FILTER_KEY = 210;

const EXIT_LIST = 4;
const ACTIONS = { never: 0, always: 2 } as const;
const MASK_WORDS = 64;
const MAX_FIELDS = 64;
const MASK = 12;
const FIELD = 268;
const VALUE = 524;
const OPERATOR = 780;
const LENGTH = 1036;
const TEXTS = 1040;

/** As AUDIT_ADD_RULE and AUDIT_DEL_RULE take it. */
export function ruleBytes({ syscalls, action, fields, key }: Rule): Buffer {
  const bytes = Buffer.alloc(TEXTS + key.length);
  bytes.writeUInt32LE(EXIT_LIST, 0);
  bytes.writeUInt32LE(ACTIONS[action], 4);
  for (const number of syscalls) {
    if (number >= MASK_WORDS * 32) continue;
    const word = MASK + (number >> 5) * 4;
    bytes.writeUInt32LE((bytes.readUInt32LE(word) | (1 << (number & 31))) >>> 0, word);
  }
  const written = [
    ...fields.map(({ field, operator, value }) => [FIELDS[field], OPERATORS[operator], value] as const),
    [FILTER_KEY, OPERATORS['='], key.length] as const,
  ];
  for (const [index, [field, operator, value]] of written.entries()) {
    bytes.writeUInt32LE(field, FIELD + 4 * index);
    bytes.writeUInt32LE(value, VALUE + 4 * index);
    bytes.writeUInt32LE(operator, OPERATOR + 4 * index);
  }
  bytes.writeUInt32LE(written.length, 8);
  bytes.writeUInt32LE(key.length, LENGTH);
  bytes.write(key, TEXTS, 'latin1');
  return bytes;
}

/** Fields whose value is the length of a text, which stands among the texts in their order: paths, keys, labels. */
const hasText = (field: number): boolean =>
  field === 105 ||
  field === 107 ||
  field === 112 ||
  field === FILTER_KEY ||
  (field >= 13 && field <= 17) ||
  (field >= 19 && field <= 23);

/** The key of a rule as AUDIT_LIST_RULES tells it; undefined where it has none. */
export function ruleKey(bytes: Buffer): string | undefined {
  if (bytes.length < TEXTS) return undefined;
  const count = Math.min(bytes.readUInt32LE(8), MAX_FIELDS);
  let at = TEXTS;
  for (let index = 0; index < count; index++) {
    const field = bytes.readUInt32LE(FIELD + 4 * index);
    if (!hasText(field)) continue;
    const end = at + bytes.readUInt32LE(VALUE + 4 * index);
    if (field === FILTER_KEY) return bytes.toString('latin1', at, Math.min(end, bytes.length));
    at = end;
  }
  return undefined;
}
