import { Catalog, knownTable } from '../../catalog/index.js';
import { SqlError } from '../../core/index.js';
import { FolderSink, NoRoom, type RecordingSink, type RecordReport, record } from '../../record/index.js';
import { linuxTables } from '../../tables/index.js';
import { EXIT } from '../exit-codes.js';
import { orUsage, UsageError } from '../options.js';
import { Output, tell } from '../output.js';
import { interrupts } from '../print-answer.js';
import { isRecordedHost } from '../recorded-host.js';
import { StatusLine } from '../status-line.js';
import { visible } from '../text.js';
import { type RecordCommand, readRecordOptions } from './options.js';

/** `hostql record`. @returns the exit status */
export const recordMachine = (args: readonly string[]): Promise<number> =>
  orUsage('hostql record', async () => {
    const command = await readRecordOptions(args);
    if (typeof command === 'number') return command;
    if (command.root !== undefined && !isRecordedHost(command.root))
      throw new UsageError(`${visible(command.root)} is no recorded machine`);
    const progress = new StatusLine();
    const out = new Output();
    try {
      const report = await run(command, out, progress);
      await out.flush();
      progress.clear();
      for (const line of reportLines(report, command.folder)) tell(line);
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof SqlError) || error.code !== 'cancelled') throw error;
      progress.clear();
      tell(`stopped${command.folder === undefined ? '' : `: ${visible(command.folder)} is not whole`}`);
      return EXIT.interrupted;
    } finally {
      progress.clear();
    }
  });

function run(command: RecordCommand, out: Output, progress: StatusLine): Promise<RecordReport> {
  const catalog = new Catalog(linuxTables, [], knownTable);
  for (const name of command.tables ?? [])
    if (!catalog.table(name)) throw new UsageError(`no such table: ${visible(name)}`);
  const { isAnonymous, keepEnvironment } = command;
  return record({
    isAnonymous,
    keepEnvironment,
    catalog,
    sink: command.folder === undefined ? new Listing(out) : sinkOf(command.folder),
    signal: interrupts(),
    onProgress: (done, all, table) => progress.show(`record: ${done} of ${all}, ${table}`),
    root: command.root ?? '',
    ...(command.fileBytes !== undefined && { limits: { fileBytes: command.fileBytes } }),
    ...(command.tables && { tables: command.tables }),
    ...(command.query !== undefined && { queries: [command.query] }),
  });
}

function sinkOf(folder: string): RecordingSink {
  try {
    return new FolderSink(folder);
  } catch (error) {
    throw error instanceof NoRoom ? new UsageError(error.message) : error;
  }
}

/** What would be recorded: bytes and path, a file a line. */
class Listing implements RecordingSink {
  constructor(private readonly out: Output) {}

  file(path: string, bytes: Buffer): void {
    if (bytes.length > 0) this.out.write(`${String(bytes.length).padStart(9)}  ${visible(path)}\n`);
  }
  folder(): void {}
  link(): void {}
  record(): void {}
}

function* reportLines(report: RecordReport, folder: string | undefined): Generator<string> {
  const size = `${report.files} files, ${(report.totalBytes / 1024 / 1024).toFixed(1)} MiB`;
  yield folder === undefined ? `${size} in all` : `recorded ${size}: ${visible(folder)}`;
  for (const [what, count] of report.taken) yield `left out: ${count} ${what}`;
  if (report.refused > 0) yield `not open to us: ${report.refused} files and folders`;
  for (const path of report.cut) yield `cut for its size: ${visible(path)}`;
  for (const { table, message } of report.failed) yield `not recorded: ${table}: ${message}`;
}
