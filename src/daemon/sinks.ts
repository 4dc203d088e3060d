import { messageOf } from '../core/index.js';
import type { Flags } from '../flags/index.js';
import { type LogSink, openFilesystem, openStdout, type SinkReport, Syslog } from '../logger/index.js';

/** A plugin of the list cannot be used. */
export class SinkError extends Error {
  override readonly name = 'SinkError';
}

/** Names in `logger_plugin`, in order. */
export const sinkNames = (flags: Flags): string[] =>
  flags
    .text('logger_plugin')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Opens what `logger_plugin` lists. @throws SinkError for the first that cannot be opened */
export function openSinks(flags: Flags, ident: string, report: SinkReport): LogSink[] {
  const names = sinkNames(flags);
  return names.map((name) => {
    try {
      return openSink(name, flags, ident, report);
    } catch (error) {
      const reason = messageOf(error);
      throw new SinkError(`Cannot activate ${names.join(',')} logger plugin: ${reason}`);
    }
  });
}

function openSink(name: string, flags: Flags, ident: string, report: SinkReport): LogSink {
  const isOsquery = flags.dialect === 'osquery';
  switch (name) {
    case 'filesystem':
      return openFilesystem({
        folder: flags.text('logger_path'),
        makeFolder: !isOsquery,
        mode: Number.parseInt(flags.text('logger_mode'), 8),
        rotation: flags.bool('logger_rotate')
          ? { sizeBytes: flags.int('logger_rotate_size'), maxFiles: flags.int('logger_rotate_max_files') }
          : undefined,
        report,
      });
    case 'stdout':
      return openStdout();
    case 'syslog':
      return new Syslog({
        ident,
        facility: facilityOf(flags.int('logger_syslog_facility')),
        cee: flags.bool('logger_syslog_prepend_cee'),
        form: isOsquery ? 'classic' : 'rfc5424',
        report,
      });
    default:
      throw new Error(`Unknown logger plugin: ${name}`);
  }
}

const DEFAULT_FACILITY = 19;
const facilityOf = (number: number): number => (number >= 0 && number <= 23 ? number : DEFAULT_FACILITY);
