import { IN } from './message.js';

export type Action =
  | 'ACCESSED'
  | 'UPDATED'
  | 'ATTRIBUTES_MODIFIED'
  | 'OPENED'
  | 'MOVED_FROM'
  | 'MOVED_TO'
  | 'CREATED'
  | 'DELETED';

/** In the order in which an event's bits are looked at. */
const ACTIONS: readonly (readonly [bit: number, action: Action])[] = [
  [IN.ACCESS, 'ACCESSED'],
  [IN.MODIFY, 'UPDATED'],
  [IN.ATTRIB, 'ATTRIBUTES_MODIFIED'],
  [IN.CLOSE_WRITE, 'UPDATED'],
  [IN.OPEN, 'OPENED'],
  [IN.MOVED_FROM, 'MOVED_FROM'],
  [IN.MOVED_TO, 'MOVED_TO'],
  [IN.CREATE, 'CREATED'],
  [IN.DELETE, 'DELETED'],
];

/** What a row calls an event; undefined of what makes no row. */
export const actionOf = (mask: number): Action | undefined => ACTIONS.find(([bit]) => (mask & bit) !== 0)?.[1];

export const isAccess = (action: Action): boolean => action === 'ACCESSED' || action === 'OPENED';

/** After these the path leads to nothing, or to something else. */
export const isDeparture = (action: Action): boolean => action === 'DELETED' || action === 'MOVED_FROM';
