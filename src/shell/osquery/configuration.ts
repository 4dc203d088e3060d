import { hostname } from 'node:os';
import {
  automaticTables,
  buildConfig,
  type LoadedConfig,
  prometheusTargets,
  readOptionsOf,
  readSources,
  yaraGroups,
} from '../../config/index.js';
import { VERSION } from '../../core/index.js';
import { applyOptions, type Flags } from '../../flags/index.js';
import { checkConfiguration, dumpConfiguration, dumpStore } from '../../inspect/index.js';
import { logText } from './log-line.js';
import type { ConfiguredFacts } from './open-shell.js';

/** Reads the configuration; its options become flags, what is wrong is logged. @returns undefined where there is none */
export function loadConfiguration(flags: Flags, tell: (line: string) => void): LoadedConfig | undefined {
  const found = readSources(readOptionsOf(flags));
  if (found.kind === 'failure') return undefined;
  const config = buildConfig(found, { dialect: 'osquery', hostname: hostname(), version: VERSION, flags });
  for (const { severity, message } of config.news) {
    if (severity === 'error') tell(logText('error', message));
  }
  applyOptions(flags, config.options);
  return config;
}

/** What tables ask of the configuration, and those that it makes. @param isTaken whether there is a table of a name */
export function factsOf(config: LoadedConfig | undefined, isTaken: (name: string) => boolean): ConfiguredFacts {
  if (!config) return {};
  const prometheus = prometheusTargets(config);
  const yara = yaraGroups(config);
  return { ...(prometheus && { prometheus }), ...(yara && { yara }), tables: automaticTables(config, isTaken).tables };
}

/** `--config_check` and its like. @returns the exit status, where one of them was asked for */
export async function inspect(flags: Flags): Promise<number | undefined> {
  if (flags.bool('config_check')) return checkConfiguration(flags);
  if (flags.bool('config_dump')) return dumpConfiguration(flags) ?? 0;
  return flags.bool('database_dump') ? dumpStore(flags) : undefined;
}
