import { Real, type Value } from '../../core/index.js';
import { jsonText, jsonValue } from '../../logger/index.js';
import { escapeText, plainValue, type ResultSet, slotsOf } from './result-set.js';

/** A column of a row's text: what stands before its value, and where a row has the value. */
export interface Lead {
  readonly text: string;
  readonly index: number;
}

/** Columns in byte order. */
export const leadsOf = (columns: readonly string[]): Lead[] =>
  slotsOf(columns).map(({ name, index }, at) => ({ text: `${at === 0 ? '{' : ','}${quoted(name)}:`, index }));

/**
 * A row as JSON is its identity: columns in byte order, 5, 5.0 and "5" as they differ, integers with all digits. It is
 * what a stable stringify gives, with the columns sorted once for all rows, and numbers that JSON.stringify would merge.
 */
export function rowText(leads: readonly Lead[], row: readonly Value[], nullText: string): string {
  let text = '';
  for (const { text: lead, index } of leads) text += lead + cellText(row[index], nullText);
  return `${text}}`;
}

export const rowTexts = (sets: readonly ResultSet[], nullText: string): string[] =>
  sets.flatMap(({ columns, rows }) => {
    const leads = leadsOf(columns);
    return rows.map((row) => rowText(leads, row, nullText));
  });

export function cellText(value: Value | undefined, nullText: string): string {
  const plain = plainValue(value, nullText);
  if (typeof plain === 'string') return isBare(plain) ? `"${plain}"` : quoted(plain);
  if (typeof plain === 'number' && !Number.isFinite(plain)) return plain > 0 ? '1e999' : '-1e999';
  if (plain instanceof Real && plain.value === 0) return '0.0'; // -0.0 is equal to it
  return jsonValue(plain);
}

/** Whether a text stands in a row as it is. A brace might look like the border between rows. */
export const isBare = (text: string): boolean => !NOT_BARE.test(text);

const NOT_BARE = /["\\{\u0000-\u001f\ud800-\udfff]/;

/** The border between stored rows shows in no row, so that rows can be told apart without parsing. */
const quoted = (text: string): string => jsonText(escapeText(text)).replaceAll(BORDER, '}\\u002c{');

export const BORDER = '},{';
