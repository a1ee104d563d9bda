import type { Channel } from "../alerts/channels/channel.ts";
import type { CallbackContext } from "../callbacks/callback-context.ts";
import type { ChannelName } from "../core/names/channels.ts";
import type { CallbackSpec } from "../core/spec/callback-spec.ts";
import type { TearsheetInput } from "../report/tearsheet-input.ts";
import type { AttemptId } from "../store/run/attempts.ts";
import type { OutsideTiming } from "./kinds/sweep/outside/outside-timing.ts";
import type { TaskBatching } from "./task/task-batching.ts";
import type { DagCache } from "./dag-cache.ts";
import type { PriceSources } from "./ingest/ingest-deps.ts";
import type { RunDeps } from "./run-deps.ts";
import type { RunLogs } from "./run-logs.ts";
import type { StopSignals } from "./stop-signals.ts";
import type { Turns } from "./turns.ts";
import type { SweepCache } from "./sweep/sweep-cache.ts";

/** What doing the work of runs needs from outside, besides what starting them needs. */
export interface WorkPorts {
  /** The project's folder; artifacts go to `results/run_<id>/` in it. */
  readonly home: string;
  /** Ranges of cells that are computed at the same time. */
  readonly slots: number;
  /** Runs a callback within its time-out; what it returns is its output. */
  runCallback(callback: CallbackSpec, context: CallbackContext): Promise<unknown>;
  renderTearsheet(input: TearsheetInput): string | Promise<string>;
  readonly channels: Readonly<Record<ChannelName, Channel>>;
  /** Milliseconds between two looks for data that a run waits for. Default: ten seconds. */
  readonly lookEveryMs?: number;
  /** Milliseconds after which the source of such data is asked again, where the run fetches them. Default: five minutes. */
  readonly askEveryMs?: number;
  /** What fetching prices needs besides the database. Absent: there are no sources. */
  readonly prices?: PriceSources;
  /** When work outside of all workers is looked after. Default: `OUTSIDE_TIMING`. */
  readonly outsideTiming?: OutsideTiming;
  /** Hears of jobs that could not write down how they ended, such as when the database is full. */
  readonly onJobFailed?: (error: unknown) => void;
  /** Milliseconds before the next try of a delivery; null gives up. Default: `nextDeliveryDelay` of alerts. */
  readonly deliveryDelayMs?: (attempt: number, retryAfterMs?: number) => number | null;
}

/** Everything the work of one worker process needs. */
export interface WorkDeps extends RunDeps, WorkPorts {
  readonly workerId: string;
  readonly sweeps: SweepCache;
  readonly dags: DagCache;
  readonly desk: TaskBatching;
  readonly logs: RunLogs;
  readonly stops: StopSignals;
  /** In [0, 1); see `backoffMs`. */
  readonly random: () => number;
  /** So many callbacks of this process fetch prices at a time: each holds a connection meanwhile. */
  readonly fetching: Turns;
  /** Fires when this process takes no further work. */
  readonly draining: AbortSignal;
  /** Attempts that this process works on; see reclaimOrphanedAttempts. */
  readonly active: Set<AttemptId>;
}
