import { messageOf } from "../core/errors/app-error.ts";
import type { LoadedDag } from "../factory/check-dag.ts";
import { registerDags } from "../runs/schedule/register-dags.ts";
import { tickDag } from "../runs/schedule/tick-dag.ts";
import type { RunDeps } from "../runs/run-deps.ts";
import { readNow } from "../store/connection/database-clock.ts";
import { type DagRow, listDags } from "../store/run/dags.ts";
import { createTickRound } from "./tick-round.ts";
import type { DagSource } from "./dag-source.ts";
import { watchFolders } from "./watch-folders.ts";

export interface SchedulerOptions {
  readonly deps: RunDeps;
  /** Absolute; DAGs that are known from it and whose file is gone lose their schedule. */
  readonly folder: string;
  /** Looked at in every round, and sooner when something in its folders changes. */
  readonly dags: DagSource;
  /** What time it is. Default: the database's clock, the one that all schedulers share; never the host's. */
  readonly readNow?: () => Promise<Date>;
  /** From one look to the next, in milliseconds; null: only when it is told to. Default: ten seconds. */
  readonly pulseMs?: number | null;
  /** How long a round waits for a DAG that takes its time before it goes on with the next, in milliseconds. Default: a second. */
  readonly patienceMs?: number;
}

export interface RunningScheduler extends AsyncDisposable {
  /** Looks at the files and decides on what is due, now; shares a round that is waiting to begin. */
  round(): Promise<void>;
  stop(): Promise<void>;
}

const PULSE_MS = 10_000;

/**
 * Keeps schedules. The clock only says "look": what is due follows from the last slot in the database and the
 * present time, so a late, lost or doubled tick changes nothing, and any number of schedulers may run. It ticks by a timer: one
 * that waits for a time of day stands still when somebody puts the host's clock back (docs/adr/0045-*.md). In the same way
 * what the DAGs are follows from the files at each look; word of a change only makes it sooner.
 */
export async function startScheduler(options: SchedulerOptions): Promise<RunningScheduler> {
  const { folder, dags } = options;
  const askNow = options.readNow ?? (() => readNow(options.deps.database));
  let registered: readonly LoadedDag[] | null = null;
  let ours: ReadonlySet<string> = new Set();

  const makeRound = async (): Promise<void> => {
    const now = await askNow();
    // One time for the whole round, whatever the host's clock does meanwhile.
    const deps: RunDeps = { ...options.deps, clock: { now: () => now } };
    // Before the look: what changes after it is heard.
    watcher.follow(dags.folders());
    const loaded = await readOrWarn(dags, deps);
    watcher.follow(dags.folders());
    if (loaded !== null && loaded !== registered) {
      ours = await registerDags({ loaded, folder }, deps);
      registered = loaded;
    }
    const known = await listDags(deps.database);
    await tickAll(
      known.filter(({ id }) => ours.has(id)),
      (dag) => tickAndTell(dag, deps, () => isStopped),
    );
  };
  const tickAll = createTickRound(options.patienceMs);
  let isStopped = false;
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const round = (): Promise<void> => {
    next ??= current.then(() => {
      next = undefined;
      current = makeRound().catch((error: unknown) => {
        // Such as a database that is away: the next tick comes anyway, and misses nothing.
        registered = null;
        options.deps.log.warn(`A round of the scheduler failed: ${messageOf(error)}`);
      });
      return current;
    });
    return next;
  };

  const watcher = watchFolders(() => void round());
  dags.listen?.(() => {
    if (!isStopped) void round();
  });
  const pulseMs = options.pulseMs === undefined ? PULSE_MS : options.pulseMs;
  let timer: NodeJS.Timeout | undefined;
  const tickOn = (): void => {
    if (pulseMs === null) return;
    // At full pulses of the clock, so that a slot of a minute is found at once; never later than after one, wherever it jumps.
    timer = setTimeout(
      () => {
        void round();
        tickOn();
      },
      pulseMs - (Date.now() % pulseMs),
    );
  };
  await round();
  tickOn();
  const stop = async (): Promise<void> => {
    isStopped = true;
    watcher.close();
    clearTimeout(timer);
    await (next ?? current);
  };
  return { round, stop, [Symbol.asyncDispose]: stop };
}

/** Null when the files cannot be looked at, such as those of a disk that is away: schedules go on as they are. */
async function readOrWarn(dags: DagSource, { log }: Pick<RunDeps, "log">): Promise<readonly LoadedDag[] | null> {
  try {
    return await dags.read();
  } catch (error) {
    log.warn(`The DAG files cannot be looked at; schedules go on as they were: ${messageOf(error)}`);
    return null;
  }
}

async function tickAndTell(dag: DagRow, deps: RunDeps, isStopped: () => boolean): Promise<void> {
  try {
    for (const tick of await tickDag(dag, deps)) {
      deps.log.info(`${dag.id}: slot ${tick.at.toISOString()} ${tick.outcome}`, {
        run: tick.runId,
        reason: tick.reason,
      });
    }
  } catch (error) {
    // Cut off with what it was asking: nothing of the slot is decided, and the next scheduler finds it due.
    if (isStopped()) return;
    deps.log.error(`The schedule of ${dag.id} could not be looked at: ${messageOf(error)}`);
  }
}
