import { Refused } from '../errors.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host, or no name server answers',
  ECONNREFUSED: 'nobody listens',
  ECONNRESET: 'the connection ended early',
  EPIPE: 'the connection ended early',
  EHOSTUNREACH: 'no way there',
  ENETUNREACH: 'no way there',
  EADDRNOTAVAIL: 'no way there',
  ETIMEDOUT: 'no answer',
  ERR_INVALID_CHAR: 'a header with characters that cannot be sent',
};

/** An error of a connection as Refused, with a reason in words; any other as it is. Pure. */
export function connectionError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof Refused) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === '' || code === 'ABORT_ERR') return error;
  if (code.startsWith('HPE_')) return new Refused(name, 'the server speaks no HTTP');
  // OpenSSL's errors name files and lines of its source before the reason.
  const reason = 'reason' in error ? String(error.reason) : (error.message.split('\n')[0] ?? code);
  return new Refused(name, REASONS[code] ?? reason.slice(0, 200));
}
