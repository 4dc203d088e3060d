import type { Dialect } from '../flags/index.js';

/** The name the daemon is called by decides its manners. */
export const dialectOf = (name: 'hostql' | 'osqueryd'): Dialect => (name === 'osqueryd' ? 'osquery' : 'hostql');

/** What the daemon calls itself, to people and in ps(1). */
export const programName = (dialect: Dialect): string => (dialect === 'osquery' ? 'osqueryd' : 'hostql daemon');
