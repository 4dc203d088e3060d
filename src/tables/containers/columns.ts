import { tableOf } from '../../catalog/index.js';
import { RUNTIME } from './questions.js';

/** What rows of an engine know of it. */
export interface OfEngine {
  readonly runtime: string | null;
}

/** The hidden column that every table of an engine has. */
export function runtimeColumn<S extends OfEngine>() {
  const { text } = tableOf<S>();
  return {
    [RUNTIME]: text('docker or podman, as the engine says of itself, or containerd', (row) => row.runtime, {
      hidden: true,
    }),
  };
}

/** What a container's id is like as a key: its first digits do, too. */
export const ID_KEY = { key: { exact: false }, collation: 'nocase' } as const;

/** For what an engine tells of one container at a time, and may take long over. */
export const REQUIRED_ID = { key: { exact: false, required: true }, collation: 'nocase' } as const;

/** Of the tables of engines. */
export const ENGINE_SOURCES = [
  '/var/run/docker.sock (flag docker_socket)',
  '/run/podman/podman.sock',
  '/run/user/<uid>/docker.sock',
  '/run/user/<uid>/podman/podman.sock',
];
/** Of the tables that also tell what containerd runs. */
export const CONTAINER_SOURCES = [...ENGINE_SOURCES, '/run/containerd/io.containerd.runtime.v2.task'];
export const ENGINE_PRIVILEGES = 'root, or who may write to the sockets, as the group docker may';

/** Of the tables of LXD. */
export const LXD_SOURCES = [
  '/var/lib/lxd/unix.socket (flag lxd_socket)',
  '/var/snap/lxd/common/lxd/unix.socket',
  '/var/lib/incus/unix.socket',
  '/run/incus/unix.socket',
];
export const LXD_PRIVILEGES = 'root, or who may write to the sockets, as the groups lxd and incus-admin may';
