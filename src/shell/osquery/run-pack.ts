import type { LoadedConfig } from '../../config/index.js';
import type { ShellSession } from '../session.js';

/** `--pack NAME`: its queries in order, to the first that fails. An unknown pack has none. @returns the exit status */
export async function runPack(
  session: ShellSession,
  config: LoadedConfig | undefined,
  name: string,
  signal: AbortSignal,
): Promise<number> {
  for (const pack of config?.packs ?? []) {
    if (pack.name !== name) continue;
    for (const query of pack.queries) {
      const { status } = await session.sql(query.sql, signal);
      await session.results.finish();
      if (status === 0) continue;
      session.io.tell(`Could not execute query ${query.name}: ${query.sql}`);
      return status;
    }
  }
  return 0;
}
