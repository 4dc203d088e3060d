import type { Socket } from './socket.js';

/** An internet socket; its addresses, of type `A` as its source has them, become text when asked for. */
export class InetSocket<A> implements Socket {
  readonly path = null;

  constructor(
    readonly family: number,
    readonly protocol: number,
    readonly inode: number,
    readonly state: number,
    readonly localPort: number,
    readonly remotePort: number,
    private readonly local: A,
    private readonly remote: A,
    private readonly format: (address: A) => string,
  ) {}

  get localAddress(): string {
    return this.format(this.local);
  }

  get remoteAddress(): string {
    return this.format(this.remote);
  }
}
