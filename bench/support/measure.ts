import os from "node:os";

/** One call. CPU time is that of the whole process: threads, garbage collector and compiler included. */
export interface Sample {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export interface Measurement {
  readonly runs: number;
  readonly medianMs: number;
  readonly bestMs: number;
  /** Half the distance between the quartiles, as a fraction of the median. */
  readonly spread: number;
  /** Median; null where the work was done by other processes. It says how fast the code is where others keep the machine busy. */
  readonly cpuMs: number | null;
}

/** Times `work` after one warm-up call. Machines are noisy: compare measurements of one process only. */
export async function measure(runs: number, work: () => unknown): Promise<Measurement> {
  const { only } = await measureInTurns(runs, { only: work });
  return only;
}

/**
 * Times several works in turns, so that what the machine does meanwhile meets all of them.
 *
 * @param warmUps calls of each before the first that counts; code in threads that do half the work each is compiled later
 */
export async function measureInTurns<Name extends string>(
  runs: number,
  works: Readonly<Record<Name, () => unknown>>,
  warmUps = 1,
): Promise<Record<Name, Measurement>> {
  const names = Object.keys(works) as Name[];
  const samples = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  for (let call = 0; call < warmUps; call++) for (const name of names) await works[name]();
  for (let run = 0; run < runs; run++) {
    for (const name of names) samples.get(name)?.push(await measureOnce(works[name]));
  }
  return Object.fromEntries(names.map((name) => [name, summarizeSamples(samples.get(name) ?? [])])) as Record<
    Name,
    Measurement
  >;
}

export async function measureOnce(work: () => unknown): Promise<Sample> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

/** How many times as fast `a` is, by the medians: on the wall clock, and in CPU time, which a busy machine disturbs less. */
export function speedup(a: Measurement, b: Measurement): { readonly wall: number; readonly cpu: number } {
  return { wall: b.medianMs / a.medianMs, cpu: (b.cpuMs ?? Number.NaN) / (a.cpuMs ?? Number.NaN) };
}

export function summarizeSamples(samples: readonly Sample[]): Measurement {
  const cpuTimes = samples.map(({ cpuMs }) => cpuMs);
  return { ...summarize(samples.map(({ wallMs }) => wallMs)), cpuMs: quantileOf(cpuTimes, 0.5) };
}

export function summarize(timesMs: readonly number[]): Measurement {
  const medianMs = quantileOf(timesMs, 0.5);
  return {
    runs: timesMs.length,
    medianMs,
    bestMs: quantileOf(timesMs, 0),
    spread: (quantileOf(timesMs, 0.75) - quantileOf(timesMs, 0.25)) / 2 / medianMs,
    cpuMs: null,
  };
}

/** The value at that rank, none in between. */
function quantileOf(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.round(share * (values.length - 1))] ?? Number.NaN;
}

/** First line of every bench: what it ran on, and how busy that was. */
export function describeMachine(): string {
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  const load = os.loadavg()[0]?.toFixed(1);
  return `${cpu?.model.trim() ?? "unknown CPU"}, ${os.cpus().length} cores, ${memory}, ${os.type()} ${os.release()}, Node ${process.versions.node}, load ${load}`;
}

export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
}
