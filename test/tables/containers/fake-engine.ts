import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog, type SelfFacts } from '../../../src/catalog/index.js';
import type { Row } from '../../../src/core/index.js';
import { openEngine } from '../../../src/engine.js';
import { Host } from '../../../src/host/index.js';
import { containerTables } from '../../../src/tables/containers/index.js';

/** What is answered to a path: JSON, a status, or whatever it does with the response. */
export type Answer = object | null | number | ((response: ServerResponse, url: URL) => void);

/** A server in the manner of a container engine or of LXD, at a socket of its own. */
export class FakeEngine {
  /** Paths with queries, in the order they were asked for. */
  readonly asked: string[] = [];
  /** Most questions that were open at once. */
  most = 0;
  #open = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'hostql-engine-'));
  readonly path = join(this.#folder, 'engine.sock');
  readonly #server;

  /** @param answers by path, without the query; 404 for what is not there */
  constructor(answers: (path: string) => Answer | undefined) {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      this.#open++;
      this.most = Math.max(this.most, this.#open);
      response.on('close', () => this.#open--);
      const url = new URL(request.url ?? '', 'http://localhost');
      const answer = answers(url.pathname) ?? 404;
      if (typeof answer === 'function') return answer(response, url);
      if (typeof answer === 'number') return void response.writeHead(answer).end('{"message":"no"}');
      response.end(JSON.stringify(answer));
    });
  }

  /** Questions that nobody has answered, and whose askers are still there. */
  get open(): number {
    return this.#open;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.path, resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What was asked since the last call, without the words for ps(1). */
  take(): string[] {
    return this.asked.splice(0).map((url) => decodeURIComponent(url).replace(/axwwo.*/, '…'));
  }
}

export const containerId = (index: number): string => index.toString(16).padStart(64, 'a');

/** An engine with so many containers, and one of everything else. */
export function dockerWith(count: number, more: Readonly<Record<string, Answer>> = {}): FakeEngine {
  const containers = Array.from({ length: count }, (_, index) => ({
    Id: containerId(index),
    Names: [`/c${index}`],
    Image: 'debian',
    ImageID: `sha256:${'1'.repeat(64)}`,
    Command: 'sh',
    Created: 1_700_000_000 + index,
    State: index % 2 === 0 ? 'running' : 'exited',
    Status: 'Up 2 hours',
    Labels: { app: `a${index}` },
    Ports: [{ PrivatePort: 80, PublicPort: 8000 + index, Type: 'tcp', IP: '0.0.0.0' }],
    Mounts: [{ Type: 'volume', Name: `v${index}`, Destination: '/data', RW: true }],
    NetworkSettings: { Networks: { bridge: { NetworkID: '2'.repeat(64), IPAddress: '172.17.0.2' } } },
  }));
  const answers: Record<string, Answer> = {
    '/version': { Version: '27.0.1', ApiVersion: '1.46', Components: [{ Name: 'Engine' }] },
    '/info': { ID: 'x', Containers: count },
    '/containers/json': containers,
    '/images/json': [{ Id: `sha256:${'1'.repeat(64)}`, RepoTags: ['debian:12'], Created: 1, Size: 2 }],
    [`/images/${'1'.repeat(64)}/json`]: { RootFS: { Layers: [`sha256:${'3'.repeat(64)}`] } },
    [`/images/${'1'.repeat(64)}/history`]: [{ Created: 1, CreatedBy: 'CMD', Size: 0 }],
    '/networks': [{ Id: '2'.repeat(64), Name: 'bridge', Labels: { a: 'b' } }],
    '/volumes': { Volumes: [{ Name: 'v1', Driver: 'local', Labels: { app: 'a' } }] },
    ...more,
  };
  return new FakeEngine((path) => {
    const [, id, what] = /^\/containers\/(\w+)\/(json|top|changes|stats)$/.exec(path) ?? [];
    if (path in answers || id === undefined) return answers[path];
    if (!containers.some(({ Id }) => Id === id)) return undefined;
    if (what === 'json') return { Id: id, State: { Pid: 0, Running: true }, Config: { Env: ['A=b'] } };
    if (what === 'top') return { Processes: [Array(21).fill('7')] };
    return what === 'changes' ? [{ Path: '/x', Kind: 1 }] : { name: '/c', pids_stats: { current: 3 } };
  });
}

export interface Asked {
  readonly rows: Row[];
  readonly warnings: string[];
}

/** Asks the tables of engines, which find the server where flags would name it. */
export async function ask(
  sql: string,
  sockets: NonNullable<SelfFacts['sockets']>,
  options: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
): Promise<Asked> {
  const self = () => ({ version: '0', sockets: { docker: '/nowhere', lxd: '/nowhere', ...sockets } });
  const engine = openEngine({ catalog: new Catalog(containerTables), host: new Host(), self });
  const asked: Asked = { rows: [], warnings: [] };
  for (const statement of engine.prepare(sql)) {
    const onWarning = (warning: string): void => void asked.warnings.push(warning);
    for await (const rows of statement.run({ ...options, onWarning })) asked.rows.push(...rows);
  }
  return asked;
}
