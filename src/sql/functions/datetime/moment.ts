import { type Civil, isInRange, type JulianMs, toCivil, toJulian } from './calendar.js';

/** A time value on its way through the modifiers. */
export interface Moment {
  /**
   * civil: as written, kept until a modifier needs the moment itself, so that 2024-02-31 alone stays what it is.
   * number: a Julian day where it is in range, else nothing until a modifier says what it counts.
   */
  readonly at:
    | { readonly kind: 'civil'; readonly civil: Civil; readonly isTimeAlone?: boolean }
    | { readonly kind: 'instant'; readonly time: JulianMs }
    | { readonly kind: 'number'; readonly value: number };
  /** Known to be UTC: `utc` has nothing to do. */
  readonly isUtc: boolean;
  /** Results carry milliseconds. */
  readonly subsecond: boolean;
  /** Days by which the last date exceeded its month, for the modifier `floor`: 3 after 31 February. */
  readonly surplusDays: number;
}

export const instant = (moment: Moment, time: JulianMs, surplusDays = 0): Moment => ({
  ...moment,
  at: { kind: 'instant', time },
  surplusDays,
});
export const civil = (moment: Moment, fields: Civil): Moment => ({
  ...moment,
  at: { kind: 'civil', civil: fields },
  surplusDays: 0,
});

/** A number's Julian day; undefined out of range. */
export const julianOfNumber = (value: number): JulianMs | undefined =>
  value >= 0 && value < 5373484.5 ? Math.trunc(value * 86_400_000 + 0.5) : undefined;

export function timeOf({ at }: Moment): JulianMs | undefined {
  switch (at.kind) {
    case 'civil':
      return toJulian(at.civil);
    case 'instant':
      return at.time;
    case 'number':
      return julianOfNumber(at.value);
  }
}

export function civilOf(moment: Moment): Civil | undefined {
  if (moment.at.kind === 'civil') return moment.at.civil;
  const time = timeOf(moment);
  return time !== undefined && isInRange(time) ? toCivil(time) : undefined;
}

/** The fields of a result. A time alone has 1 January 2000 for its date, but the day after for 24:00, as in SQLite. */
export function resultOf(moment: Moment): Civil | undefined {
  const fields = civilOf(moment);
  const isNextDay = fields?.hour === 24 && moment.at.kind === 'civil' && moment.at.isTimeAlone;
  return isNextDay ? { ...fields, day: fields.day + 1 } : fields;
}
