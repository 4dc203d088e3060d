import type { EventTableDef } from './event-table.js';

/** Hidden columns that say in which container an event's process ran. */
export const CONTAINER: EventTableDef['columns'] = {
  container_id: ['text', 'Id of the container that the process ran in', { hidden: true }],
  container_runtime: [
    'text',
    'docker, containerd, cri-o, podman, lxc, systemd-nspawn or ecs, where its control groups tell',
    { hidden: true },
  ],
  pod_uid: ['text', 'UID of the Kubernetes pod', { hidden: true }],
};
