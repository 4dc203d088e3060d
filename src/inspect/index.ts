import { hostname } from 'node:os';
import { buildConfig, checkConfig, checkFailure, dumpConfig, readOptionsOf, readSources } from '../config/index.js';
import { messageOf, VERSION } from '../core/index.js';
import { dumpDatabase, openDurable } from '../durable/index.js';
import type { Flags } from '../flags/index.js';
import { glogLine } from '../logger/index.js';

/** `--config_check`: says what is wrong with the configuration. @returns the exit code */
export function checkConfiguration(flags: Flags): number {
  const { dialect } = flags;
  const found = readSources(readOptionsOf(flags));
  const { exitCode, log, stderr } =
    found.kind === 'failure'
      ? checkFailure(found.reason)
      : checkConfig(buildConfig(found, { dialect, hostname: hostname(), version: VERSION, flags }), dialect);
  for (const { severity, message } of log) {
    const record = { severity, file: 'config.cpp', line: 0, message, time: Date.now() };
    process.stderr.write(`${glogLine(record, process.pid)}\n`);
  }
  for (const line of stderr) process.stderr.write(`${line}\n`);
  return exitCode;
}

/** `--config_dump`: the sources as they were found. @returns the exit code; undefined where there are none, and the daemon runs */
export function dumpConfiguration(flags: Flags): number | undefined {
  const found = readSources(readOptionsOf(flags));
  if (found.kind === 'sources') {
    process.stdout.write(dumpConfig(found.sources));
    return 0;
  }
  if (flags.dialect === 'osquery') return undefined;
  process.stderr.write(`hostql daemon: ${found.reason}\n`);
  return 1;
}

/** As long as osquery waits for the store of a running daemon. */
const LOCK_MS = 5000;

/** `--database_dump`: all that is kept. @returns the exit code */
export async function dumpStore(flags: Flags): Promise<number> {
  try {
    const durable = await openDurable({ path: flags.text('database_path'), lockWaitMs: LOCK_MS });
    try {
      for await (const line of dumpDatabase(durable)) process.stdout.write(`${line}\n`);
    } finally {
      await durable.close();
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return 1;
  }
}
