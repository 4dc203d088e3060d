import type { Row, Value } from '../../core/index.js';
import type { Holding } from '../memory.js';

/** What one aggregate call knows of each group, by the group's number. */
export interface StateColumn {
  /** Begins the next group. */
  start(): void;
  /** Takes a row of a group; true when it is the new extremum. */
  step(group: number, row: Row, holding: Holding): boolean;
  finish(group: number): Value;
}
