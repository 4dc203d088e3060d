/**
 * - `locked`: another process has the store open
 * - `not-a-folder`: something else stands at its path
 * - `unwritable`: its folder cannot be made or written
 * - `version`: it was written by another version, or the version key is damaged
 * - `corrupt`: damage was found while it was open; the next start sets the store aside
 * - `full`: the change would take it over its limit; changes that only delete are still taken
 * - `closed`: it was closed already
 * - `failed`: the disk refused
 */
export type DurableErrorCode =
  | 'locked'
  | 'not-a-folder'
  | 'unwritable'
  | 'version'
  | 'corrupt'
  | 'full'
  | 'closed'
  | 'failed';

/** The store cannot do what was asked. Nothing of a refused change was written. */
export class DurableError extends Error {
  override readonly name = 'DurableError';
  constructor(
    readonly code: DurableErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The code that Node or LevelDB gives the innermost error that has one. */
export function codeOf(error: unknown): string {
  let code = '';
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') code = at.code;
  }
  return code;
}
