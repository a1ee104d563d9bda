import { type Measurement, summarize } from "./measure.ts";

/** Milliseconds on some clock. */
export type Stopwatch = () => number;

export const wallTime: Stopwatch = () => performance.now();

/** CPU time of this thread: what others do on a shared machine does not count. */
export const threadTime: Stopwatch = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/**
 * Times several works by turns, so that a noisy machine disturbs all of them alike and their ratios hold.
 * Each is called once before as warm-up.
 */
export async function measureTogether(
  runs: number,
  stopwatch: Stopwatch,
  works: Readonly<Record<string, () => unknown>>,
): Promise<ReadonlyMap<string, Measurement>> {
  const times = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
  for (const work of Object.values(works)) await work();
  for (let run = 0; run < runs; run++) {
    for (const [name, work] of Object.entries(works)) {
      const start = stopwatch();
      await work();
      times.get(name)?.push(stopwatch() - start);
    }
  }
  return new Map([...times].map(([name, own]) => [name, summarize(own)]));
}
