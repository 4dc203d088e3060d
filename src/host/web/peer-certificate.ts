import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { Refused } from '../errors.js';
import { withDeadline } from './deadline.js';
import { connectionError } from './errors.js';

/** Of a server that speaks TLS. */
export interface TlsAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * The certificate that a server shows, in DER. Nothing about it is checked, and servers of any age are spoken to: it is
 * looked at, not trusted.
 * @throws Refused where none is shown, and why; the reason of `signal`
 */
export function readPeerCertificate(address: TlsAddress, timeoutMs: number, signal: AbortSignal): Promise<Buffer> {
  const { host, port } = address;
  const name = `${host}:${port}`;
  return withDeadline(name, timeoutMs, signal, (until) => {
    const options = {
      host,
      port,
      // RFC 6066, 3: an address is no server name.
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    } as const;
    return new Promise((resolve, reject) => {
      const socket = connect(options);
      let shown: Buffer | undefined;
      const look = (): void => {
        shown ??= socket.getPeerX509Certificate()?.raw;
      };
      const settle = (error?: unknown): void => {
        socket.destroy();
        if (shown) resolve(shown);
        else reject(connectionError(error ?? new Refused(name, 'the server shows no certificate'), name));
      };
      until.addEventListener('abort', () => socket.destroy(), { once: true });
      // A server that wants a certificate of ours ends the handshake, once it has shown its own.
      socket.on('keylog', look);
      socket.on('secureConnect', () => {
        look();
        settle();
      });
      socket.on('error', settle);
      socket.on('close', () => settle());
    });
  });
}
