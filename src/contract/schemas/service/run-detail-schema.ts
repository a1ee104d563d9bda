import { Type } from "typebox";
import {
  ALERT_KINDS,
  ATTEMPT_STATES,
  DELIVERY_STATES,
  TASK_KINDS,
  TASK_PHASES,
  TASK_STATES,
  TRIGGER_RULES,
} from "../../../core/names/states.ts";
import { count, flag, instant, list, nullable, number, object, oneOf, text } from "../parts.ts";
import { type RunJson, RunSchema, runId } from "../run-schema.ts";
import { CellCountsSchema, nextCursor, ProgressSchema, TotalSchema } from "./service-parts.ts";

const failure = nullable(
  object({ code: text("an [error code](errors.md)"), message: text("what was said") }),
  "why it failed",
);

const GraphTaskSchema = object({
  key: text("`before.check_data`, the name of a backtest, `after.tearsheet`"),
  kind: oneOf(TASK_KINDS, "what it does"),
  phase: oneOf(TASK_PHASES, "when it does"),
  state: oneOf(TASK_STATES, "how far it is"),
  needs: list(Type.String(), "keys of the tasks that come first"),
  trigger_rule: oneOf(TRIGGER_RULES, "how these must have ended"),
  started_at: nullable(instant(""), "when it was begun"),
  finished_at: nullable(instant(""), "when it ended"),
  cells: nullable(CellCountsSchema, "of a backtest, or of what a study measures; null of others"),
  progress: nullable(ProgressSchema, "of a backtest that computes; null of others"),
  attempts: object(
    {
      running: count("that run"),
      succeeded: count("that ended well"),
      failed: count("that failed"),
      lost: count("whose worker was lost"),
      cancelled: count("that were stopped"),
    },
    "its tries, those at ranges of cells counted each",
  ),
  error: failure,
});

export const RunDetailSchema = object({
  run: Type.Unsafe<RunJson>({ ...RunSchema, description: "as `show` has it" }),
  dag_version: object(
    { hash: text("of the file as it was"), timezone: nullable(Type.String(), "of its schedule; null without one") },
    "what it is a run of",
  ),
  snapshots: list(Type.String(), "ids of the data that it reads"),
  dataset_version_ids: list(
    Type.String(),
    "ids of the versions of datasets that these are; empty for data that have none",
  ),
  code_hash: text("of the strategies that it computes with"),
  seed: number("of its random numbers"),
  progress: nullable(ProgressSchema, "null once it has ended"),
  graph: list(GraphTaskSchema, "in the order of the graph"),
  deliveries: list(
    object({
      rule: text("name of the rule; of a notice its title"),
      kind: oneOf(ALERT_KINDS, "what it says"),
      channel: text("where to"),
      state: oneOf(DELIVERY_STATES, "what became of it"),
      attempts: count("how often it was tried"),
      next_at: nullable(instant(""), "when it is tried next; null when it has ended"),
      delivered_at: nullable(instant(""), "when it was"),
      error: nullable(Type.String(), "what the channel said last"),
    }),
    "of its messages, in the order in which they were raised",
  ),
});

const AttemptSchema = object({
  attempt: text("its id"),
  task: text("key of its task"),
  state: oneOf(ATTEMPT_STATES, "`lost`: its worker died or was cut off, and others took over"),
  worker: nullable(Type.String(), "null for work that goes on outside of all workers"),
  host: nullable(Type.String(), "of the worker; null when that is forgotten"),
  cells: nullable(
    object({ from: count("the first"), to: count("the one after the last") }),
    "of a range of cells; null for callbacks",
  ),
  tries: count("that had failed at it before"),
  kills: count("workers that it had cost before"),
  progress: nullable(Type.Number(), "0 to 1, as it says itself; null when it says nothing"),
  external_id: nullable(Type.String(), "name of the work outside, such as a job of a batch service"),
  usage: nullable(
    object({
      programs: count("cells that were programs"),
      duration_ms: number("of all of them together, milliseconds"),
      cpu_ms: nullable(Type.Number(), "processor time of all of them; null where the system did not tell"),
      peak_bytes: nullable(Type.Number(), "most memory of one of them"),
    }),
    "what its programs have taken; null for none",
  ),
  error: failure,
  started_at: instant("when it was begun"),
  finished_at: nullable(instant(""), "when it ended"),
});

export const AttemptPageSchema = object({
  run_id: runId,
  items: list(AttemptSchema, "the latest first"),
  next_cursor: nextCursor,
  total: TotalSchema,
  running_only: flag("only those that run were asked for"),
});
