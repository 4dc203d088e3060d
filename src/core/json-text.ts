const NEEDS_ESCAPE = /["\\\u0000-\u001f]/;
const TO_ESCAPE = /["\\\u0000-\u001f]/g;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, '0');
const lower = (char: string): string => SHORT[char] ?? `\\u${hex(char)}`;
const upper = (char: string): string => SHORT[char] ?? `\\u${hex(char).toUpperCase()}`;

/**
 * What stands for a text between the quotes of a JSON string. Characters beyond ASCII, and bytes that are no UTF-8, stay as
 * they are.
 * @param digits of `\u001F`: SQLite writes lower ones, osquery upper ones
 */
export function escapeJson(text: string, digits: 'lower' | 'upper' = 'lower'): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(TO_ESCAPE, digits === 'upper' ? upper : lower) : text;
}
