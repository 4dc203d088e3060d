import { type Host, readOr, readUptimeSeconds } from '../../host/index.js';
import { Containers } from './containers.js';
import { Programs } from './programs.js';

/** What rows tell beside the records. */
export class Surroundings {
  readonly programs: Programs;
  readonly containers: Containers;
  /** Unix time in milliseconds of the batch of records that is being read. */
  nowMs = 0;
  /** Seconds since boot; null where the machine does not say. */
  uptime: number | null = null;

  constructor(readonly host: Host) {
    this.programs = new Programs(host);
    this.containers = new Containers(host);
  }

  /** To be called before each batch. */
  update(nowMs: number): void {
    if (Math.floor(nowMs / 1000) !== Math.floor(this.nowMs / 1000)) {
      this.uptime = readOr(null, () => readUptimeSeconds(this.host));
    }
    this.nowMs = nowMs;
  }
}
