import type { KernelCalls } from '../../../host/index.js';
import type { AuditControl } from './control.js';
import { DispatcherClient } from './dispatcher.js';
import { AuditRefusal, EEXIST } from './errno.js';
import { FIRST_RECORD_TYPE, READ_LOG_GROUP } from './netlink.js';
import { AuditReceiver, type ReceiverHandlers } from './receiver.js';

/**
 * Where records come from: an `owner` gets them from the kernel, a `reader` reads along in the kernel's multicast group, and
 * a `dispatcher` is auditd's, which hands them on.
 */
export interface AuditInput {
  readonly kind: 'owner' | 'reader' | 'dispatcher';
  readonly fd: number;
  /** Takes some records; `ended` when whoever sent them is gone. */
  read(): 'more' | 'empty' | 'ended';
  close(): void;
}

/**
 * Becomes the one who gets the records.
 * @returns undefined where a living process is it
 * @throws AuditRefusal
 */
export function ownRecords(
  calls: KernelCalls,
  control: AuditControl,
  handlers: ReceiverHandlers,
): AuditInput | undefined {
  const receiver = receiverOf(calls, handlers, 0);
  try {
    // A thread of ours that died has left its socket open: nobody reads what is sent there.
    if (control.status().pid === process.pid) control.set({ pid: 0 });
    receiver.register(process.pid);
    return inputOf('owner', receiver);
  } catch (error) {
    receiver.close();
    if (error instanceof AuditRefusal && error.errno === EEXIST) return undefined;
    throw error;
  }
}

/** Reads along with whoever has the records: by auditd's dispatcher where it listens at the path. @throws AuditRefusal */
export function shareRecords(calls: KernelCalls, dispatcherPath: string, handlers: ReceiverHandlers): AuditInput {
  const client = DispatcherClient.connect(calls, dispatcherPath);
  if (!client) return inputOf('reader', receiverOf(calls, handlers, READ_LOG_GROUP));
  return {
    kind: 'dispatcher',
    fd: client.fd,
    read() {
      const outcome = client.read(handlers.onRecord);
      if (outcome !== 'too-long') return outcome;
      handlers.onRefused('length');
      return 'more';
    },
    close: () => client.close(),
  };
}

/** What is no record is left out: answers, and what netlink tells of itself. */
function receiverOf(calls: KernelCalls, handlers: ReceiverHandlers, groups: number): AuditReceiver {
  const onRecord: ReceiverHandlers['onRecord'] = (type, bytes, start, end) => {
    if (type >= FIRST_RECORD_TYPE) handlers.onRecord(type, bytes, start, end);
  };
  return new AuditReceiver(calls, { ...handlers, onRecord }, groups);
}

const inputOf = (kind: 'owner' | 'reader', receiver: AuditReceiver): AuditInput => ({
  kind,
  fd: receiver.fd,
  read: () => (receiver.read() ? 'more' : 'empty'),
  close: () => receiver.close(),
});
