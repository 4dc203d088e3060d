import { availableParallelism } from 'node:os';
import { type KernelCalls, loadKernelCalls } from '../../host/index.js';
import { MonotonicClock } from '../monotonic-clock.js';
import type { EventTable } from '../names.js';
import { type EventSource, type OpenSource, type SourceContext, SourceUnavailable } from '../source.js';
import { Surroundings } from '../surroundings/surroundings.js';
import { readTaskLayout } from './btf.js';
import { Bpf, ringBytes } from './kernel.js';
import { CALL, type Kind, LOST, SCRATCH_BYTES } from './layout.js';
import { MACHINES } from './machine.js';
import { endProgram, enterProgram, exitProgram, forkProgram, type Maps, type ProgramOptions } from './programs.js';
import { parseRecord } from './record.js';
import { mapRing, type Ring } from './ring.js';
import { BpfRows } from './rows.js';
import type { BpfSettings } from './settings.js';

const READ_MS = 40;
/** Threads that wait in accept(2) are calls under way, too. */
const LEAST_CALLS = 16_384;

/** Loads programs that watch calls as they begin and end. */
export const openBpf: OpenSource<BpfSettings> = (settings, context) => {
  const calls = loadKernelCalls();
  const machine = MACHINES[process.arch];
  if (!calls || !machine) throw new SourceUnavailable('BPF: not on this kind of processor');
  const bpf = new Bpf(calls);
  try {
    const { ring, maps, unmap } = prepare(bpf, calls, settings, context);
    const options = { machine, maps, task: readTaskLayout(context.host), kinds: kindsOf(settings.tables) };
    if (!options.task) context.say('info', 'BPF: the kernel does not describe its types; parents may be unknown');
    attachAll(bpf, options);
    return new BpfSource(bpf, { ring, unmap, maps }, settings, context);
  } catch (error) {
    bpf.close();
    throw error;
  }
};

function prepare(bpf: Bpf, calls: KernelCalls, settings: BpfSettings, { host }: SourceContext) {
  const processors = availableParallelism();
  const { pageSize } = host.facts;
  const size = ringBytes(settings.ringExponent, processors, pageSize);
  const maps: Maps = {
    ring: bpf.createMap({ kind: 'ring', keyBytes: 0, valueBytes: 0, entries: size }),
    scratch: bpf.createMap({ kind: 'perProcessorArray', keyBytes: 4, valueBytes: SCRATCH_BYTES, entries: 1 }),
    calls: bpf.createMap({
      kind: 'hash',
      keyBytes: 8,
      valueBytes: CALL.bytes,
      entries: Math.max(LEAST_CALLS, settings.calls * processors),
    }),
    lost: bpf.createMap({ kind: 'array', keyBytes: 4, valueBytes: 8, entries: LOST.slots }),
  };
  return { maps, ...mapRing(calls, maps.ring, size, pageSize) };
}

function attachAll(bpf: Bpf, options: ProgramOptions): void {
  if (options.task) bpf.attach('sched_process_fork', forkProgram(options, options.task));
  bpf.attach('sched_process_exit', endProgram(options));
  bpf.attach('sys_exit', exitProgram(options));
  bpf.attach('sys_enter', enterProgram(options));
}

function kindsOf(tables: readonly EventTable[]): ReadonlySet<Kind> {
  const kinds = new Set<Kind>();
  if (tables.includes('bpf_process_events') || tables.includes('process_events')) kinds.add('exec');
  if (tables.includes('bpf_socket_events') || tables.includes('socket_events')) {
    for (const kind of ['connect', 'bind', 'listen', 'accept'] as const) kinds.add(kind);
  }
  return kinds;
}

interface Held {
  readonly ring: Ring;
  readonly maps: Maps;
  unmap(): void;
}

class BpfSource implements EventSource<BpfSettings> {
  readonly subscriptions: number;
  readonly #tables: ReadonlySet<EventTable>;
  readonly #rows: BpfRows;
  readonly #around: Surroundings;
  readonly #clock: MonotonicClock;
  readonly #told: number[] = Array(LOST.slots).fill(0);
  readonly descriptors: readonly number[];

  constructor(
    private readonly bpf: Bpf,
    private readonly held: Held,
    settings: BpfSettings,
    private readonly context: SourceContext,
  ) {
    this.descriptors = [held.maps.ring];
    this.subscriptions = settings.tables.length;
    this.#tables = new Set(settings.tables);
    this.#around = new Surroundings(context.host);
    this.#clock = new MonotonicClock(() => context.now());
    this.#rows = new BpfRows(this.#around, (table, row, startNs) => {
      context.emit.row(table, row, this.#clock.unixMsOf(Number(startNs)));
    });
  }

  read(): void {
    this.#clock.update();
    this.#around.update(this.context.now());
    this.held.ring.read((bytes) => {
      const record = parseRecord(bytes);
      if (record) this.#rows.take(record, this.#tables);
    }, performance.now() + READ_MS);
    this.#tellLost();
  }

  tick(): void {
    this.#tellLost();
  }

  /** Sizes are those it was opened with; for other tables it is opened anew. */
  configure(): void {}

  close(): void {
    this.held.unmap();
    this.bpf.close();
  }

  #tellLost(): void {
    for (const [slot, { reason, tables }] of LOSSES.entries()) {
      const count = this.bpf.counter(this.held.maps.lost, slot);
      const lost = count - (this.#told[slot] ?? 0);
      if (lost <= 0) continue;
      this.#told[slot] = count;
      this.context.emit.gap(
        { reason, lost },
        tables.filter((table) => this.#tables.has(table)),
      );
    }
  }
}

const PROCESSES: readonly EventTable[] = ['bpf_process_events', 'process_events'];
const SOCKETS: readonly EventTable[] = ['bpf_socket_events', 'socket_events'];
/** By the slots of LOST. */
const LOSSES: readonly { readonly reason: string; readonly tables: readonly EventTable[] }[] = [
  { reason: 'the BPF ring buffer was full (of programs started, forks and ends)', tables: PROCESSES },
  { reason: 'the BPF ring buffer was full', tables: SOCKETS },
  { reason: 'more calls were under way than BPF remembers', tables: [...PROCESSES, ...SOCKETS] },
];
