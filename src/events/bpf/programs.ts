import { Assembler, r0, r1, r2, r3, r4, r6, r7, r8, r9, r10, reg } from './assembler.js';
import type { TaskLayout } from './btf.js';
import {
  CALL,
  KINDS,
  type Kind,
  LOST,
  MAX_ADDRESS_BYTES,
  PAGE_BYTES,
  RECORD,
  SHORT_RECORD_BYTES,
  STACK_PAGES,
} from './layout.js';
import type { Machine } from './machine.js';

/** Descriptors of the maps that the programs share. */
export interface Maps {
  /** The ring buffer. */
  readonly ring: number;
  /** One record for each processor, in which it is put together. */
  readonly scratch: number;
  /** Calls under way, by thread. */
  readonly calls: number;
  /** Counters, see LOST. */
  readonly lost: number;
}

export interface ProgramOptions {
  readonly machine: Machine;
  readonly maps: Maps;
  /** Null: parents, ids and forks are not told. */
  readonly task: TaskLayout | null;
  /** What is looked at. */
  readonly kinds: ReadonlySet<Kind>;
}

/** Bytes of the frame: a call, a key, and the registers below. */
const FRAME = { call: -CALL.bytes, key: -CALL.bytes - 8, pointer: -CALL.bytes - 16, registers: -CALL.bytes - 16 };
const EAGER_WAKE = 0;
const SOCKET_KINDS = ['connect', 'bind', 'listen', 'accept'] as const satisfies readonly Kind[];

/** At `sys_enter(registers, number)`: remembers calls that are looked at, by thread. */
export function enterProgram({ machine, maps, kinds }: ProgramOptions): Buffer {
  const a = new Assembler();
  const registers = FRAME.registers - machine.registersBytes;
  const wanted = (['exec', ...SOCKET_KINDS] as const).filter((kind) => kinds.has(kind));
  a.move(r6, reg(r1)).load('u64', r7, r1, 8);
  const numbers = new Set(wanted.flatMap((kind) => machine.calls[kind]));
  if (kinds.has('exec')) for (const number of machine.narrowExec) numbers.add(number);
  for (const number of numbers) a.jumpIf('equal', r7, number, 'look');
  a.jump('out');
  a.label('look');
  readRegisters(a, registers, machine.registersBytes);
  a.load('u64', r1, r10, registers + machine.narrow.at).alu('and', r1, machine.narrow.mask);
  a.jumpIf('equal', r1, machine.narrow.value, 'narrow');
  for (const kind of wanted) for (const number of machine.calls[kind]) a.jumpIf('equal', r7, number, kind);
  a.jump('out');
  a.label('narrow');
  if (kinds.has('exec')) for (const number of machine.narrowExec) a.jumpIf('equal', r7, number, 'exec');
  a.jump('out');
  for (const kind of wanted) {
    a.label(kind).store('u32', r10, FRAME.call + CALL.kind, KINDS[kind]);
    // Whichever thread starts a program, it is the first one of its process afterwards.
    a.call('pidAndThread');
    if (kind === 'exec') a.alu('right', r0, 32);
    a.jump('remember');
  }
  a.label('remember')
    .store('u32', r10, FRAME.key, reg(r0))
    .store('u32', r10, FRAME.key + 4, 0);
  a.store('u32', r10, FRAME.call + CALL.number, reg(r7));
  for (const [index, field] of [CALL.descriptor, CALL.address, CALL.length].entries()) {
    a.load('u64', r1, r10, registers + (machine.argumentsAt[index] ?? 0));
    a.store('u64', r10, FRAME.call + field, reg(r1));
  }
  a.call('monotonicNs').store('u64', r10, FRAME.call + CALL.startNs, reg(r0));
  a.loadMap(r1, maps.calls);
  a.move(r2, reg(r10)).alu('add', r2, FRAME.key);
  a.move(r3, reg(r10)).alu('add', r3, FRAME.call);
  a.move(r4, 0).call('mapUpdate');
  a.jumpIf('equal', r0, 0, 'out');
  count(a, maps, LOST.calls);
  return a.label('out').move(r0, 0).exit().assemble();
}

/** At `sys_exit(registers, result)`: writes a record of a call that was remembered. */
export function exitProgram(options: ProgramOptions): Buffer {
  const { machine, maps, kinds } = options;
  const a = new Assembler();
  const registers = FRAME.registers - machine.registersBytes;
  a.move(r6, reg(r1)).call('pidAndThread');
  a.store('u32', r10, FRAME.key, reg(r0)).store('u32', r10, FRAME.key + 4, 0);
  lookUp(a, maps.calls, FRAME.key).jumpIf('equal', r0, 0, 'out');
  for (let at = 0; at < CALL.bytes; at += 8) {
    a.load('u64', r1, r0, at).store('u64', r10, FRAME.call + at, reg(r1));
  }
  readRegisters(a, registers, machine.registersBytes);
  // What another thread of the process remembered, of a program that did not start, is no call of this one.
  a.load(machine.callSize, r1, r10, registers + machine.callAt).load('u32', r2, r10, FRAME.call + CALL.number);
  a.jumpIf('notEqual', r1, reg(r2), 'out');
  forget(a, maps);

  a.load('u64', r7, r6, 8).load('u32', r8, r10, FRAME.call + CALL.kind);
  a.jumpIf('equal', r8, KINDS.connect, 'write');
  a.jumpIf('equal', r8, KINDS.accept, 'accepted');
  a.jumpIf('notEqual', r7, 0, 'out').jump('write');
  a.label('accepted').jumpIf('signedBelow', r7, 0, 'out');

  a.label('write').store('u32', r10, FRAME.key, 0);
  lookUp(a, maps.scratch, FRAME.key).jumpIf('equal', r0, 0, 'out');
  a.move(r9, reg(r0));
  a.store('u32', r9, RECORD.kind, reg(r8)).store('u64', r9, RECORD.result, reg(r7));
  writeHead(a, options);
  a.store('u32', r9, RECORD.isNarrow, 0);
  a.load('u64', r1, r10, registers + machine.narrow.at).alu('and', r1, machine.narrow.mask);
  a.jumpIf('notEqual', r1, machine.narrow.value, 'wide').store('u32', r9, RECORD.isNarrow, 1).label('wide');
  a.move(r7, RECORD.bytes);
  if (kinds.has('exec')) {
    a.jumpIf('notEqual', r8, KINDS.exec, 'socket');
    a.load('u64', r6, r10, registers + machine.stackPointerAt).store('u64', r9, RECORD.stackPointer, reg(r6));
    readStack(a);
    a.label('send-exec');
    send(a, maps, LOST.processes, 'out');
  }
  a.label('socket');
  if (SOCKET_KINDS.some((kind) => kinds.has(kind))) {
    readAddress(a);
    a.label('send-socket');
    send(a, maps, LOST.sockets, 'out');
  }
  return a.label('out').move(r0, 0).exit().assemble();
}

/** At `sched_process_exit(task)`: tells of a process that ends, and forgets its call. */
export function endProgram({ maps }: ProgramOptions): Buffer {
  const a = new Assembler();
  a.call('pidAndThread').move(r6, reg(r0));
  a.store('u32', r10, FRAME.key, reg(r0)).store('u32', r10, FRAME.key + 4, 0);
  forget(a, maps);
  a.move(r1, reg(r6)).alu('right', r1, 32).move(r2, reg(r6)).alu('left', r2, 32).alu('right', r2, 32);
  a.jumpIf('notEqual', r1, reg(r2), 'out');
  beginShort(a, maps, KINDS.exit);
  a.store('u64', r9, RECORD.pidAndThread, reg(r6));
  return sendShort(a, maps);
}

/** At `sched_process_fork(parent, child)`: tells of a new process, not of a thread. */
export function forkProgram({ maps }: ProgramOptions, task: TaskLayout): Buffer {
  const a = new Assembler();
  a.load('u64', r6, r1, 8);
  readKernelWord(a, r6, task.pid, 4).load('u32', r7, r10, FRAME.pointer);
  readKernelWord(a, r6, task.tgid, 4).load('u32', r8, r10, FRAME.pointer);
  a.jumpIf('notEqual', r7, reg(r8), 'out');
  beginShort(a, maps, KINDS.fork);
  a.alu('left', r8, 32).store('u64', r9, RECORD.pidAndThread, reg(r8));
  a.call('pidAndThread').alu('right', r0, 32).store('u32', r9, RECORD.parent, reg(r0));
  return sendShort(a, maps);
}

function beginShort(a: Assembler, maps: Maps, kind: number): void {
  a.store('u32', r10, FRAME.key, 0);
  lookUp(a, maps.scratch, FRAME.key).jumpIf('equal', r0, 0, 'out').move(r9, reg(r0));
  a.store('u32', r9, RECORD.kind, kind);
}

function sendShort(a: Assembler, maps: Maps): Buffer {
  a.call('monotonicNs').store('u64', r9, RECORD.endNs, reg(r0)).move(r7, SHORT_RECORD_BYTES);
  send(a, maps, LOST.processes, 'out');
  return a.label('out').move(r0, 0).exit().assemble();
}

/** r0: a value of the map, whose key stands in the frame, or 0. */
const lookUp = (a: Assembler, map: number, keyAt: number): Assembler =>
  a.loadMap(r1, map).move(r2, reg(r10)).alu('add', r2, keyAt).call('mapLookup');

const forget = (a: Assembler, maps: Maps): Assembler =>
  a.loadMap(r1, maps.calls).move(r2, reg(r10)).alu('add', r2, FRAME.key).call('mapDelete');

/** Reads the registers that the context in r6 points to into the frame. */
function readRegisters(a: Assembler, at: number, bytes: number): void {
  a.move(r1, reg(r10)).alu('add', r1, at).move(r2, bytes).load('u64', r3, r6, 0).call('readKernel');
}

/** Reads `bytes` of a structure of the kernel's into the frame. */
const readKernelWord = (a: Assembler, base: 6 | 7, offset: number, bytes: 4 | 8): Assembler =>
  a
    .store('u64', r10, FRAME.pointer, 0)
    .move(r1, reg(r10))
    .alu('add', r1, FRAME.pointer)
    .move(r2, bytes)
    .move(r3, reg(base))
    .alu('add', r3, offset)
    .call('readKernel');

/** What all calls tell. r9 is the record; r6 is lost. */
function writeHead(a: Assembler, { task }: ProgramOptions): void {
  a.call('monotonicNs').store('u64', r9, RECORD.endNs, reg(r0));
  a.load('u64', r1, r10, FRAME.call + CALL.startNs).store('u64', r9, RECORD.startNs, reg(r1));
  a.load('u64', r1, r10, FRAME.call + CALL.descriptor).store('u64', r9, RECORD.descriptor, reg(r1));
  a.call('pidAndThread').store('u64', r9, RECORD.pidAndThread, reg(r0));
  a.call('userAndGroup').store('u64', r9, RECORD.userAndGroup, reg(r0));
  a.call('controlGroup').store('u64', r9, RECORD.controlGroup, reg(r0));
  a.move(r1, reg(r9)).alu('add', r1, RECORD.comm).move(r2, RECORD.commBytes).call('comm');
  a.store('u32', r9, RECORD.hasTask, task ? 1 : 0).store('u32', r9, RECORD.hasTask + 4, 0);
  a.store('u32', r9, RECORD.parent, 0).store('u32', r9, RECORD.loginuid, 0);
  a.store('u64', r9, RECORD.stackPointer, 0);
  if (task) writeTask(a, task);
}

function writeTask(a: Assembler, task: TaskLayout): void {
  const intoRecord = (at: number, bytes: number, base: 6 | 7, offset: number): void => {
    a.move(r1, reg(r9)).alu('add', r1, at).move(r2, bytes);
    a.move(r3, reg(base)).alu('add', r3, offset).call('readKernel');
  };
  a.call('currentTask').move(r6, reg(r0));
  if (task.loginuid !== undefined) intoRecord(RECORD.loginuid, 4, r6, task.loginuid);
  readKernelWord(a, r6, task.cred, 8).load('u64', r7, r10, FRAME.pointer);
  intoRecord(RECORD.ids, RECORD.idsBytes, r7, task.credUid);
  readKernelWord(a, r6, task.realParent, 8).load('u64', r7, r10, FRAME.pointer);
  intoRecord(RECORD.parent, 4, r7, task.tgid);
}

/**
 * The stack of a program that has just been started: number of arguments, arguments, environment, what the kernel tells it,
 * and the texts of all these. The kernel has just written it, so it is in memory, but for up to two pages between addresses
 * and texts: how far these lie apart is random. r6 points to it; r7 is the end of what could be read.
 */
function readStack(a: Assembler): void {
  a.move(r8, reg(r6)).alu('and', r8, PAGE_BYTES - 1);
  a.move(r2, PAGE_BYTES).alu('subtract', r2, reg(r8)).move(r8, reg(r2));
  a.move(r1, reg(r9)).alu('add', r1, RECORD.bytes).move(r3, reg(r6)).call('readUser');
  a.jumpIf('notEqual', r0, 0, 'send-exec');
  a.alu('add', r6, reg(r8)).alu('add', r8, RECORD.bytes).move(r7, reg(r8));
  for (let page = 0; page < STACK_PAGES; page++) {
    a.move(r1, reg(r9)).alu('add', r1, reg(r8)).move(r2, PAGE_BYTES).move(r3, reg(r6)).call('readUser');
    a.alu('add', r8, PAGE_BYTES).alu('add', r6, PAGE_BYTES);
    a.jumpIf('notEqual', r0, 0, `after page ${page}`).move(r7, reg(r8)).label(`after page ${page}`);
  }
}

/** The address that the call was given or gave, up to 128 bytes of it. r8 is the kind; r7 grows with what was read. */
function readAddress(a: Assembler): void {
  a.jumpIf('equal', r8, KINDS.listen, 'send-socket');
  a.load('u64', r6, r10, FRAME.call + CALL.address).jumpIf('equal', r6, 0, 'send-socket');
  a.load('u64', r1, r10, FRAME.call + CALL.length)
    .alu('left', r1, 32)
    .alu('right', r1, 32);
  a.store('u64', r10, FRAME.pointer, reg(r1));
  a.jumpIf('notEqual', r8, KINDS.accept, 'length');
  // accept(2) writes the length to where the third argument points.
  a.store('u64', r10, FRAME.pointer, 0);
  a.move(r1, reg(r10)).alu('add', r1, FRAME.pointer).move(r2, 4);
  a.load('u64', r3, r10, FRAME.call + CALL.length).call('readUser');
  a.label('length').load('u64', r8, r10, FRAME.pointer);
  a.jumpIf('below', r8, MAX_ADDRESS_BYTES, 'bounded').move(r8, MAX_ADDRESS_BYTES);
  a.label('bounded').jumpIf('equal', r8, 0, 'send-socket');
  a.move(r1, reg(r9)).alu('add', r1, RECORD.bytes).move(r2, reg(r8)).move(r3, reg(r6)).call('readUser');
  a.jumpIf('notEqual', r0, 0, 'send-socket').alu('add', r7, reg(r8));
}

/** Puts r7 bytes of the record in r9 into the ring, or counts it as lost. */
function send(a: Assembler, maps: Maps, slot: number, next: string): void {
  a.loadMap(r1, maps.ring).move(r2, reg(r9)).move(r3, reg(r7)).move(r4, EAGER_WAKE).call('ringOutput');
  a.jumpIf('equal', r0, 0, next);
  count(a, maps, slot);
  a.jump(next);
}

function count(a: Assembler, maps: Maps, slot: number): void {
  const label = `counted ${slot}`;
  a.store('u32', r10, FRAME.key, slot);
  lookUp(a, maps.lost, FRAME.key).jumpIf('equal', r0, 0, label).move(r1, 1).atomicAdd(r0, 0, r1).label(label);
}
