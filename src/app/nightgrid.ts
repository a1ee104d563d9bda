import type { CellView } from "../callbacks/callback-context.ts";
import type { Logger } from "../core/log.ts";
import type { RunState } from "../core/names/states.ts";
import type { JobTaskList } from "../worker/pools/host-pool.ts";

export interface NightgridOptions {
  /** The project's folder, with `dags/`, `datasets/` and `results/`; a relative one counts from the working folder. */
  readonly home: string;
  /** Default: DATABASE_URL of `env`, else the project's embedded Postgres. */
  readonly databaseUrl?: string;
  /** What DAG files and channels may read, such as `${env:…}` and SMTP_URL. Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Who is in the audit table for what is asked for here. Default: NIGHTGRID_USER of `env`, else `service`. */
  readonly by?: string;
  /** Hears what the command line writes to stderr, without the secrets. Default: nobody. */
  readonly log?: Logger;
}

/** A DAG file as it lies in `dags/`. */
export interface DagState {
  /** Absolute. */
  readonly file: string;
  /** Null where the file has errors. */
  readonly id: string | null;
  /** What is wrong with it, and what is doubtful, in the order of the text. */
  readonly problems: readonly DagProblem[];
}

export interface DagProblem {
  readonly severity: "error" | "warning";
  /** As in docs/errors.md. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** Absolute; not always the DAG file itself, which may build on others. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A run that is over, its alerts sent or tried. */
export interface EndedRun {
  readonly id: string;
  readonly dag: string;
  readonly state: RunState;
  /** Why it did not succeed, or was stopped. */
  readonly reason: string | null;
  /** The best cell of the first backtest by its objective; null when none succeeded. */
  readonly best: CellView | null;
  /** Absolute; null when the DAG writes none. */
  readonly tearsheet: string | null;
}

/** How one run differs from its file. Any of it makes the run an experiment. */
export interface RunOverrides {
  /** Values as written, by name; one that is an axis of the grid takes its place. */
  readonly params?: Readonly<Record<string, string>>;
  /** The logical date, `YYYY-MM-DD` or a moment in ISO 8601. Default: now. */
  readonly date?: string;
  /** Such as `365D`: counted back from `end_date`, or from the logical date when the file has none. */
  readonly lookback?: string;
  /** Names with commas. */
  readonly symbols?: string;
  /** A day (all of it, in UTC) or a moment: the data as they were known then, whatever the file says. */
  readonly asOf?: string;
}

/** How a run is started; none of it makes the run an experiment. */
export interface StartOptions {
  /** Default: that of the DAG file. */
  readonly priority?: "high" | "normal" | "low";
  /** Takes the run of the same that is queued, running or has succeeded, where there is one. Default: false. */
  readonly dedupe?: boolean;
}

export interface ClearOptions {
  /** Also all that come after them. */
  readonly downstream?: boolean;
  /** Computes cells anew whose results are known. */
  readonly recompute?: boolean;
  readonly reason?: string;
}

export interface BackfillOptions {
  /** First and last day, `YYYY-MM-DD`, in the zone of the schedule. */
  readonly from: string;
  readonly to: string;
  /** Slots with a run that get another one. Default: none. */
  readonly reprocess?: "none" | "failed" | "all";
  /** Runs of it at the same time. Default: 1. */
  readonly maxActive?: number;
  /** The latest slot first. */
  readonly reverse?: boolean;
  readonly reason?: string;
}

export interface MountedWorker {
  readonly id: string;
  /** Takes no further work and resolves when what is under way has been committed. */
  drain(): Promise<void>;
  /** Drains, but gives back what is not done after so many milliseconds: other workers go on with it. */
  leave(withinMs: number): Promise<void>;
}

export interface MountedScheduler {
  /** Looks at the files and decides on what is due, now. */
  round(): Promise<void>;
  stop(): Promise<void>;
}

/** A project in this process: what the command line does, for a service of your own. Once it is closed all calls reject. */
export interface Nightgrid extends AsyncDisposable {
  readonly home: string;
  /** Reads and checks the DAG files in `dags/`, as `nightgrid validate` does. */
  dags(): Promise<readonly DagState[]>;
  /**
   * Starts a run, which any live worker of this database computes.
   *
   * @param dag the id of a DAG in `dags/`, or a file
   * @returns the id of the run; with `dedupe` of the one that there was
   * @throws AppError DAG_NOT_FOUND; DAG_INVALID with `details.diagnostics`; PARAM_UNKNOWN, PARAM_INVALID or USAGE of the overrides;
   *   and those of its data
   */
  start(dag: string, overrides?: RunOverrides, options?: StartOptions): Promise<string>;
  /** Waits for the end of a run; rejects with the signal's reason when it fires before. @throws AppError RUN_NOT_FOUND */
  ended(runId: string, options?: { readonly signal?: AbortSignal }): Promise<EndedRun>;
  /** False when the run has ended, or is being stopped already. @throws AppError RUN_NOT_FOUND */
  cancel(runId: string, reason?: string): Promise<boolean>;
  /**
   * Lets a run go on that failed or was cancelled: what succeeded stays, the rest is done again.
   *
   * @throws AppError RUN_NOT_FOUND; ACTION_REFUSED when it has not ended or nothing is to be done; RUN_INPUT_CHANGED
   */
  retry(runId: string, options?: { readonly failedCells?: boolean; readonly reason?: string }): Promise<void>;
  /**
   * Does tasks of a run again that have ended, in the same run.
   *
   * @param tasks their keys, such as `after.tearsheet`
   * @throws AppError as `retry`, and TASK_NOT_FOUND
   */
  clear(runId: string, tasks: readonly string[], options?: ClearOptions): Promise<void>;
  /**
   * Makes a new run of one that has ended, for the same logical date and with the same overrides.
   *
   * @param options.with `pinned` (default): DAG version, data and code of that run; `latest`: those of today
   * @returns the id of the new run
   * @throws AppError as `retry`
   */
  rerun(runId: string, options?: { readonly with?: "pinned" | "latest"; readonly reason?: string }): Promise<string>;
  /** Lets a DAG start nothing by itself, or a run begin nothing new. @throws AppError DAG_NOT_FOUND, RUN_NOT_FOUND, ACTION_REFUSED */
  pause(what: { readonly dag: string } | { readonly run: string }, reason?: string): Promise<void>;
  /** Lets it go on. @throws AppError as `pause` */
  unpause(what: { readonly dag: string } | { readonly run: string }, reason?: string): Promise<void>;
  /**
   * Runs a DAG for slots of its schedule in the past. It goes on without this process, as long as a worker is up.
   *
   * @returns the number of the backfill
   * @throws AppError DAG_NOT_FOUND, DAG_INVALID, USAGE, ACTION_REFUSED, CALENDAR_ENDS
   */
  backfill(dag: string, options: BackfillOptions): Promise<string>;
  /** Starts nothing more of a backfill and cancels its runs. @throws AppError BACKFILL_NOT_FOUND, ACTION_REFUSED */
  cancelBackfill(id: string, reason?: string): Promise<void>;
  /** Goes on with one that was cancelled. @throws AppError BACKFILL_NOT_FOUND, ACTION_REFUSED */
  resumeBackfill(id: string, reason?: string): Promise<void>;
  /** Computes for the runs of this database until it is drained. @throws AppError DB_UNREACHABLE and its kin */
  startWorker(options?: { readonly slots?: number }): Promise<MountedWorker>;
  /**
   * A worker without pools of its own: its jobs are handed out by graphile-worker's `run({ taskList: { ...yours, ...ours } })`
   * in this process, on the same database and in the schema `graphile_worker`. Leases, heartbeat and watchdog are those of
   * `startWorker`. Stop your runner before you close Nightgrid.
   *
   * @param options.slots ranges computed at the same time; jobs that wait for one hold a place of your runner. Default: one per processor
   * @throws AppError DB_UNREACHABLE and its kin
   */
  taskList(options?: { readonly slots?: number }): Promise<JobTaskList>;
  /** Keeps the schedules of the DAGs in `dags/` until it is stopped. */
  startScheduler(): Promise<MountedScheduler>;
  /** Stops the schedulers, drains the workers and lets go of the database. Safe to call again. */
  close(): Promise<void>;
}
