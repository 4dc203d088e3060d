import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { encodeText } from '../../core/index.js';
import { localParts } from '../calendar.js';
import type { StatusRecord } from '../record.js';
import { glogLine, SEVERITIES, severityNumber } from '../status.js';

const MAX_BYTES = 10_000_000;

export interface GlogOptions {
  readonly folder: string;
  /** First part of the files' names. */
  readonly program: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Open {
  readonly fd: number;
  size: number;
}

/** glog's files of status lines: one per severity with all lines of it and above, made when the first one comes. */
export class GlogFiles {
  readonly #options: GlogOptions;
  readonly #open = new Map<string, Open>();

  constructor(options: GlogOptions) {
    this.#options = options;
  }

  /** @throws Error of the system */
  write(record: StatusRecord): void {
    const bytes = encodeText(`${glogLine(record, process.pid)}\n`);
    for (const severity of SEVERITIES.slice(0, Math.min(severityNumber(record.severity), 2) + 1).reverse()) {
      const file = this.#fileFor(severity.toUpperCase());
      append(file, bytes);
    }
  }

  /** The next line makes new files. */
  close(): void {
    for (const { fd } of this.#open.values()) fs.closeSync(fd);
    this.#open.clear();
  }

  #fileFor(severity: string): Open {
    const open = this.#open.get(severity);
    if (open && open.size < MAX_BYTES) return open;
    if (open) fs.closeSync(open.fd);
    this.#open.delete(severity);
    const made = this.#make(severity);
    this.#open.set(severity, made);
    return made;
  }

  #make(severity: string): Open {
    const { folder, program, now } = this.#options;
    const { year, month, day, hour, minute, second } = localParts(now());
    const name = `${program}.${severity}.${year}${month}${day}-${hour}${minute}${second}.${process.pid}`;
    const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = fs.constants;
    const fd = fs.openSync(join(folder, name), O_APPEND | O_CREAT | O_NONBLOCK | O_WRONLY, 0o664);
    try {
      const file = { fd, size: fs.fstatSync(fd).size };
      append(file, encodeText(headerOf(`${year}/${month}/${day} ${hour}:${minute}:${second}`)));
      link(name, join(folder, `${program}.${severity}`));
      return file;
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    }
  }
}

function append(file: Open, bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(file.fd, bytes, done);
    file.size += bytes.length;
  } catch (error) {
    fs.ftruncateSync(file.fd, file.size);
    throw error;
  }
}

const headerOf = (time: string): string => `Log file created at: ${time}
Running on machine: ${hostname()}
Running duration (h:mm:ss): 0:00:00
Log line format: [IWEF]yyyymmdd hh:mm:ss.uuuuuu threadid file:line] msg
`;

function link(target: string, path: string): void {
  fs.rmSync(path, { force: true });
  fs.symlinkSync(target, path);
}
