import type { Config } from './config.js';

/** Groups of YARA rules to their files: `signatures` in the section `yara`; undefined where there are none. Pure. */
export function yaraGroups(config: Pick<Config, 'sections'>): Readonly<Record<string, readonly string[]>> | undefined {
  const section = config.sections.get('yara');
  if (typeof section !== 'object' || section === null) return undefined;
  const { signatures } = section as { signatures?: unknown }; // an object may have any fields
  if (typeof signatures !== 'object' || signatures === null) return undefined;
  return Object.fromEntries(
    Object.entries(signatures).map(([group, files]) => [
      group,
      Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : [],
    ]),
  );
}
