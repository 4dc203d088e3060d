import type { Row } from '../../core/index.js';
import type { Mode } from './mode.js';

/** Rows looked at before it is settled how they are shown. */
const SAMPLE = 1000;
/** Rows are shown after so long even where there are fewer. */
const PATIENCE_MS = 200;

/**
 * A mode that holds the first rows of a result back until it is settled how they are shown. No rows, nothing shown.
 * @param settle gives the mode for columns and the rows so far, which may be all
 */
export function sampled(settle: (columns: readonly string[], rows: readonly Row[], areAll: boolean) => Mode): Mode {
  let columns: readonly string[] = [];
  let sample: Row[] | undefined;
  let beganMs = 0;
  let show: Mode | undefined;

  function showSample(rows: readonly Row[], areAll = false): void {
    show = settle(columns, rows, areAll);
    show.begin(columns);
    for (const row of rows) show.row(row);
    sample = undefined;
  }

  function end(): void {
    if (sample && sample.length > 0) showSample(sample, true);
    show?.end();
    sample = undefined;
    show = undefined;
  }

  return {
    begin(names) {
      columns = names;
      sample = [];
      beganMs = performance.now();
    },
    row(row) {
      if (!sample) return show?.row(row);
      sample.push(row);
      if (sample.length >= SAMPLE || performance.now() - beganMs > PATIENCE_MS) showSample(sample);
    },
    look() {
      if (sample && sample.length > 0 && performance.now() - beganMs > PATIENCE_MS) showSample(sample);
    },
    end,
    finish() {
      // Of a statement that failed, the rows that came are shown.
      end();
    },
  };
}
