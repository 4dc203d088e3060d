const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

export type Clock = () => number;

export const wallClock: Clock = () => performance.now();

/** HOSTQL_BENCH_CLOCK=cpu counts processor time of this process, all its threads: the steadier one on a busy machine. */
export const clock: Clock = process.env['HOSTQL_BENCH_CLOCK'] === 'cpu' ? cpuMs : wallClock;
