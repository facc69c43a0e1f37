/**
 * Starts counting the processor time of this process: the function says how many milliseconds it has taken since. What
 * else the machine does at the moment is no part of it, as it is of a clock's time.
 */
export function cpuTime(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
