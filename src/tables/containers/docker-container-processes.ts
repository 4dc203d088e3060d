import { COST, tableOf } from '../../catalog/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, type OfEngine, REQUIRED_ID, runtimeColumn } from './columns.js';
import { namedContainers } from './listed-containers.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';
import { WantedIds } from './wanted-ids.js';

/** A line of ps(1), word by word. */
interface Line extends OfEngine {
  readonly id: string;
  readonly fields: readonly string[];
  readonly nowMs: number;
}

const { table, bigint, double, integer, text } = tableOf<Line>();

/** Places in a line, in the order that ps is asked for them. */
const FIELDS = [
  ...(['pid', 'state', 'uid', 'gid', 'euid', 'egid', 'suid', 'sgid', 'rss', 'vsz', 'etime'] as const),
  ...(['ppid', 'pgrp', 'nlwp', 'nice', 'user', 'time', 'pcpu', 'pmem', 'comm', 'cmd'] as const),
];
type Field = (typeof FIELDS)[number];

const field = ({ fields }: Line, name: Field): string => fields[FIELDS.indexOf(name)] ?? '';
const whole = (line: Line, name: Field): number | null => {
  const digits = field(line, name);
  return /^-?\d{1,15}$/.test(digits) ? Number(digits) : null;
};
const bytes = (line: Line, name: Field): number | null => {
  const kib = whole(line, name);
  return kib === null ? null : kib * 1024;
};
const percent = (line: Line, name: Field): number | null => {
  const digits = field(line, name);
  return /^\d{1,9}(\.\d{1,9})?$/.test(digits) ? Number(digits) : null;
};

const word = (description: string, name: Field) => text(description, (line) => field(line, name));
const number = (description: string, name: Field) => bigint(description, (line) => whole(line, name));

/** As ps(1) of the machine sees them. A container must be named. */
export const dockerContainerProcesses = table({
  name: 'docker_container_processes',
  aliases: vendorless('docker_container_processes'),
  description: 'Processes of containers, as ps(1) shows them; the id of a container is required',
  rows: 10,
  rowCost: COST.process,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    "SELECT pid, name, user FROM docker_container_processes WHERE id = '4f2a'",
    'SELECT c.name, p.pid, p.cmdline FROM docker_containers AS c JOIN docker_container_processes AS p USING (id)',
  ],
  isAsync: true,
  columns: {
    id: text('Id of the container', ({ id }) => id, REQUIRED_ID),
    pid: bigint('Process id on the machine', (line) => whole(line, 'pid'), { key: { exact: false } }),
    name: word('Command name', 'comm'),
    cmdline: word('Arguments joined by spaces', 'cmd'),
    state: word('State, as ps writes it', 'state'),
    uid: number('User id', 'uid'),
    gid: number('Group id', 'gid'),
    euid: number('Effective user id', 'euid'),
    egid: number('Effective group id', 'egid'),
    suid: number('Saved user id', 'suid'),
    sgid: number('Saved group id', 'sgid'),
    wired_size: bigint('Memory that cannot be paged out; ps does not tell it', () => null),
    resident_size: bigint('Memory in use, in bytes', (line) => bytes(line, 'rss')),
    total_size: bigint('Virtual memory, in bytes', (line) => bytes(line, 'vsz')),
    start_time: bigint('When it was started, in seconds since the epoch', startTime),
    parent: number('Process id of its parent', 'ppid'),
    pgroup: number('Process group', 'pgrp'),
    threads: integer('Threads', (line) => whole(line, 'nlwp')),
    nice: integer('Nice level, -20 to 19; null for a real-time process', (line) => whole(line, 'nice')),
    user: word('User name', 'user'),
    time: word('CPU time, as ps writes it', 'time'),
    cpu: double('Share of a CPU since it was started, in percent', (line) => percent(line, 'pcpu')),
    mem: double('Share of the memory, in percent', (line) => percent(line, 'pmem')),
    ...runtimeColumn<Line>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      const { host, lookup } = request;
      const ids = new WantedIds(lookup.id);
      if (ids.isNone) return;
      for await (const { engine, runtime, answer } of questions.engines((engine) => namedContainers(engine, ids))) {
        const lines = questions.each(answer, async ({ wholeId, id }) => ({
          id,
          processes: (await questions.refusedIsNull(engine.processes(wholeId))) ?? [],
        }));
        for await (const { id, processes } of lines)
          for (const fields of processes)
            if (fields.length === FIELDS.length) yield { id, runtime, fields, nowMs: host.facts.nowMs() };
      }
    }),
});

/** From the time since then, `[[dd-]hh:]mm:ss`. */
function startTime(line: Line): number | null {
  const [, days, hours, minutes, seconds] = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/.exec(field(line, 'etime')) ?? [];
  if (seconds === undefined) return null;
  const elapsed = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.floor(line.nowMs / 1000) - elapsed;
}
