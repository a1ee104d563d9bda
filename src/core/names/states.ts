/** Closed sets of states and kinds. Which moves there are between the states of a run's parts: see `moves.ts`. */

export const RUN_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

/**
 * What people are told of a run: its state, unless something is being done to it (see `store/run/run-status.ts`).
 * `cancelling`, `failing`: it was told to end so, and not all that it has started is gone yet.
 */
export const RUN_STATUSES = [...RUN_STATES, "cancelling", "failing", "paused"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const TASK_STATES = ["waiting", "queued", "running", "succeeded", "failed", "skipped", "cancelled"] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** `cached`: another run had computed the same result. */
export const CELL_STATES = ["succeeded", "cached", "failed"] as const;
export type CellState = (typeof CELL_STATES)[number];

export const TRIGGER_RULES = ["all_success", "all_done", "one_failed", "none_failed", "min_success"] as const;
export type TriggerRule = (typeof TRIGGER_RULES)[number];

export const RUN_TRIGGERS = ["manual", "schedule", "backfill"] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/**
 * `…_cells`: what a study needs of every cell, range by range like a backtest; the study itself is one task after it.
 * `search_cells`: a round of a search, before its backtest.
 */
export const TASK_KINDS = [
  "callback",
  "backtest",
  "walk_forward_cells",
  "walk_forward",
  "cpcv_cells",
  "cpcv",
  "search_cells",
  "regression",
  "monte_carlo",
  "sensitivity",
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_PHASES = ["before", "backtest", "after"] as const;
export type TaskPhase = (typeof TASK_PHASES)[number];

/** `lost`: its worker died or its lease was taken over; it cannot commit any more. */
export const ATTEMPT_STATES = ["running", "succeeded", "failed", "lost", "cancelled"] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export const WORKER_STATES = ["live", "stopped", "dead"] as const;

/** What a run or a backtest reads: a version of a dataset, data of before there were versions, or data that are its own affair. */
export const DATA_READS = ["versioned", "own", "unversioned"] as const;
export type DataReads = (typeof DATA_READS)[number];

/** `error`: the file is broken, the last good version keeps its schedule. */
export const DAG_STATES = ["ok", "error", "removed"] as const;
export type DagState = (typeof DAG_STATES)[number];

/** What became of a moment at which a schedule was due. */
export const TICK_OUTCOMES = ["started", "queued", "skipped", "missed"] as const;
export type TickOutcome = (typeof TICK_OUTCOMES)[number];

/** `summary`: one message for all that waited for the end of quiet hours. */
export const ALERT_KINDS = ["fired", "undecided", "recovered", "notice", "summary"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/**
 * `partly_delivered`: given up after some receivers had got it and others had refused it.
 * `summarised`: told in the summary at the end of quiet hours, which is a delivery of its own.
 */
export const DELIVERY_STATES = [
  "pending",
  "delivered",
  "partly_delivered",
  "failed",
  "not_configured",
  "summarised",
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Which slots with a run a backfill computes again: none, those whose last run failed or was cancelled, or all. */
export const REPROCESS_CHOICES = ["none", "failed", "all"] as const;
export type Reprocess = (typeof REPROCESS_CHOICES)[number];

/** `cancelled`: nothing more of it is started. `ended`: all of its slots have been decided, and their runs have ended. */
export const BACKFILL_STATES = ["running", "cancelled", "ended"] as const;
export type BackfillState = (typeof BACKFILL_STATES)[number];

/** `skipped`: it had a run already. */
export const BACKFILL_SLOT_STATES = ["waiting", "started", "skipped"] as const;

/** How far what somebody asked to be fetched of prices is. The last three are ends. */
export const PRICE_FETCH_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type PriceFetchState = (typeof PRICE_FETCH_STATES)[number];
