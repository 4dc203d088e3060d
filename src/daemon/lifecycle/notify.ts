import { connectUnixDatagram, type UnixDatagram } from '../../host/index.js';

/** Tells the service manager how we are: sd_notify(3). */
export interface Notifier {
  /** Lines such as `READY=1`. Never throws. */
  notify(state: string): void;
  /** How often a sign of life is expected, in milliseconds; undefined where none is. */
  readonly watchdogMs: number | undefined;
}

/** What the service manager put into our environment; without it nobody listens. */
export function notifierOf(environment: Readonly<Record<string, string | undefined>>): Notifier {
  const path = environment['NOTIFY_SOCKET'];
  const micros = Number(environment['WATCHDOG_USEC']);
  const isForUs = environment['WATCHDOG_PID'] === undefined || environment['WATCHDOG_PID'] === String(process.pid);
  let socket: UnixDatagram | undefined;
  return {
    watchdogMs: isForUs && micros > 0 ? micros / 1000 : undefined,
    notify(state) {
      if (path === undefined) return;
      try {
        // A name that starts with @ stands in the abstract namespace, where it starts with a NUL.
        socket ??= connectUnixDatagram(path.replace(/^@/, '\0'));
        if (socket.send(Buffer.from(state)) === 'gone') socket = undefined;
      } catch {
        // The service manager does without; there is nobody to tell.
      }
    },
  };
}
