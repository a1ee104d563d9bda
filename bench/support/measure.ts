import os from "node:os";

export interface Measurement {
  readonly runs: number;
  readonly medianMs: number;
  /** Half the distance between the quartiles, as a fraction of the median. */
  readonly spread: number;
}

/** Times `work` after one warm-up call. Machines are noisy: compare measurements of one process only. */
export async function measure(runs: number, work: () => unknown): Promise<Measurement> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return summarize(times);
}

export function summarize(timesMs: readonly number[]): Measurement {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { runs: sorted.length, medianMs: at(0.5), spread: (at(0.75) - at(0.25)) / 2 / at(0.5) };
}

/** First line of every bench: what it ran on. */
export function describeMachine(): string {
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return `${cpu?.model.trim() ?? "unknown CPU"}, ${os.cpus().length} cores, ${memory}, ${os.type()} ${os.release()}, Node ${process.versions.node}`;
}

export function formatMeasurement(name: string, { runs, medianMs, spread }: Measurement): string {
  const median = medianMs < 10 ? medianMs.toFixed(2) : medianMs.toFixed(0);
  return `${name}: ${median} ms (median of ${runs}, ±${(spread * 100).toFixed(0)} %)`;
}
