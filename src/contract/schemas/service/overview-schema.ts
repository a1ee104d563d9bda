import { Type } from "typebox";
import { SEVERITIES } from "../../../core/names/alarms.ts";
import { DAG_STATES, RUN_STATUSES } from "../../../core/names/states.ts";
import { AlarmSchema } from "../alerts-schema.ts";
import { count, instant, list, nullable, object, oneOf, text } from "../parts.ts";
import { PausedSchema, runId } from "../run-schema.ts";
import { CellCountsSchema, MeasuredMetricSchema, ProgressSchema, reason } from "./service-parts.ts";

const state = oneOf(RUN_STATUSES, "how far it is");

/** A run as a mark in a strip. */
export const RunMarkSchema = object({
  run_id: runId,
  state,
  logical_date: instant("the moment that it is the run of"),
  created_at: instant("when it was asked for"),
  duration_ms: nullable(count(""), "milliseconds from its asking to its end; null while it goes on"),
});

export const dagState = oneOf(DAG_STATES, "`error`: the file is broken, the last good version keeps its schedule");

const OverviewDagSchema = object({
  dag: text("its id"),
  file: text("where it is written"),
  state: dagState,
  error: nullable(Type.String(), "what is wrong with the file"),
  description: text("as the file has it"),
  tags: list(Type.String(), "as the file has them"),
  paused: nullable(PausedSchema, "null unless it is paused"),
  timezone: nullable(Type.String(), "of its schedule; null without one"),
  next: nullable(instant(""), "its next slot; null when none is known"),
  last: nullable(state, "of the latest of these runs; null when there is none"),
  runs: list(RunMarkSchema, "the last 14, the latest first"),
  best: nullable(
    object({
      run_id: runId,
      backtest: text("the first one of the DAG"),
      metric: MeasuredMetricSchema,
      before: nullable(Type.Number(), "that of the run before it; null when there was none"),
      before_reason: reason,
    }),
    "objective of the best cell of the last run that kept its figures; experiments and backfills keep none",
  ),
  alarms: object(
    { open: count("that fire, or are about to"), severity: nullable(oneOf(SEVERITIES, ""), "of the worst of them") },
    "what is wrong with it now",
  ),
});

export const OverviewSchema = object({
  at: instant("of the database, when this was read"),
  dags: list(OverviewDagSchema, "by id; those whose file is gone are left out"),
  running: list(
    object({
      run_id: runId,
      dag: text("its DAG"),
      state,
      logical_date: instant("the moment that it is the run of"),
      created_at: instant("when it was asked for"),
      started_at: nullable(instant(""), "when it began to compute"),
      cells: CellCountsSchema,
      progress: ProgressSchema,
    }),
    "runs that have not ended, the latest first, at most 100 of them",
  ),
  open_runs: count("runs that have not ended, all of them"),
  alarms: list(AlarmSchema, "that nobody has acknowledged and nothing mutes; what fires first"),
});
