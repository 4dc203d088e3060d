import { hostname } from 'node:os';
import { buildConfig, type LoadedConfig, readOptionsOf, readSources } from '../../config/index.js';
import { VERSION } from '../../core/index.js';
import { applyOptions, type Flags } from '../../flags/index.js';
import { logText } from './log-line.js';

/** Plugins that a configuration can come from. Ours reads files. */
const PLUGINS = new Set(['filesystem', 'tls', 'update']);
const NO_PLUGIN = 78;

/** The exit status where the plugin of the configuration is unknown, which is told. */
export function refusedPlugin(flags: Flags, tell: (line: string) => void): number | undefined {
  const name = flags.text('config_plugin');
  if (PLUGINS.has(name)) return undefined;
  tell(logText('error', `Cannot activate ${name} config plugin: Unknown registry plugin: ${name}`));
  return NO_PLUGIN;
}

/** Reads the configuration that was named, or that a pack is wanted of; its options become flags, what is wrong is logged. */
export function loadConfiguration(flags: Flags, tell: (line: string) => void): LoadedConfig | undefined {
  if (!flags.isGiven('config_path') && flags.text('pack') === '') return undefined;
  const found = readSources(readOptionsOf(flags));
  if (found.kind === 'failure') return undefined;
  const config = buildConfig(found, { dialect: 'osquery', hostname: hostname(), version: VERSION, flags });
  for (const { severity, message } of config.news) {
    if (severity === 'error') tell(logText('error', message));
  }
  applyOptions(flags, config.options);
  return config;
}
