import { Type } from "typebox";
import { TASK_KINDS, TASK_PHASES, TASK_STATES } from "../../../core/names/states.ts";
import { count, day, flag, instant, list, nullable, object, oneOf, text } from "../parts.ts";
import { params } from "../cell-schema.ts";
import { PausedSchema, runId } from "../run-schema.ts";
import { ScheduleKeysSchema } from "../schedules-schema.ts";
import { dagState, RunMarkSchema } from "./overview-schema.ts";
import { AxisSchema } from "./sweep-schema.ts";
import { MEASURED, metric } from "./service-parts.ts";

const dag = text("id of the DAG");

const VERSION = {
  hash: text("of the file's text and all that it reads"),
  first_seen: instant("when it was taken up, or run first"),
  last_seen: nullable(instant(""), "when a run of it was asked for last; null for never"),
  runs: count("that are kept of it"),
  current: flag("it is the last good version"),
};
const DagVersionSchema = object(VERSION);

export const DagTextSchema = object({ dag, ...VERSION, yaml: text("the file as it was") });

export const DagDetailSchema = object({
  dag,
  file: text("where it is written"),
  state: dagState,
  error: nullable(Type.String(), "what is wrong with the file"),
  description: text("as the file has it"),
  tags: list(Type.String(), "as the file has them"),
  paused: nullable(PausedSchema, "null unless it is paused"),
  schedule: nullable(ScheduleKeysSchema, "null when it is started by people alone"),
  next: list(instant(""), "slots to come, the next one first"),
  backtests: list(
    object({
      backtest: text("its name"),
      strategy: text("built-in name, file or program"),
      objective: text("the metric that ranks its cells"),
      params: params("values outside the grid"),
      axes: list(AxisSchema, "in file order; the last one varies fastest"),
      cells: count("of the grid"),
    }),
    "in file order",
  ),
  versions: list(DagVersionSchema, "the latest first, at most 100"),
});

const taskState = oneOf(TASK_STATES, "the worst of them, by what a reader has to know first");

const GridEntrySchema = object({
  state: taskState,
  tasks: count("that the row stands for in this run"),
  ended: count("of these"),
  duration_ms: nullable(count(""), "milliseconds from the first beginning to the last end; null before"),
  cells: nullable(
    object({ total: count("of its grid"), done: count("of these"), failed: count("of these") }),
    "of a backtest; null for callbacks",
  ),
});

export const DagGridSchema = object({
  dag,
  runs: list(RunMarkSchema, "the last ones, the latest first"),
  rows: list(
    object({
      key: text("of the task; of a folded row `before.*`, `backtest.*` or `after.*`"),
      kind: oneOf(TASK_KINDS, "what it does"),
      phase: oneOf(TASK_PHASES, "when it does"),
      folded: flag("it stands for all tasks of its phase, since a run has more of them than can be shown"),
      entries: list(nullable(GridEntrySchema, "null in a run without it"), "one per run, in the order of the runs"),
    }),
    "in the order of the graph",
  ),
});

export const DagHistorySchema = object({
  dag,
  backtest: text("whose best cells these are"),
  metric: metric("what is shown"),
  points: list(
    object({ logical_date: instant("of the run"), run_id: runId, ...MEASURED }),
    "best cell of each run that kept its figures, the earliest first; experiments and backfills keep none",
  ),
  months: list(
    object({
      month: text("`2026-02`, in UTC"),
      mean: nullable(Type.Number(), "of the values that are defined"),
      values: count("that are defined"),
    }),
    "the same by month, the earliest first",
  ),
  more: flag("there are earlier ones that were not asked for"),
});

export const DagTicksSchema = object({
  dag,
  year: Type.Integer({ description: "in the zone of the schedule" }),
  timezone: text("whose days these are; `UTC` for a DAG without a schedule"),
  days: list(
    object({
      day: day("in that zone"),
      started: count("slots that got a run at once"),
      queued: count("whose run waited for the one before"),
      skipped: count("that were passed over"),
      missed: count("that nobody was there for"),
      run_id: nullable(Type.String(), "the last run of the day; null for none"),
    }),
    "days with at least one slot, the earliest first",
  ),
});
