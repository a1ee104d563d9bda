import { Type } from "typebox";
import { PRIORITIES } from "../../../core/names/priority.ts";
import { TASK_KINDS, WORKER_STATES } from "../../../core/names/states.ts";
import { count, flag, instant, list, nullable, number, object, oneOf, text } from "../parts.ts";
import { runId } from "../run-schema.ts";

const WorkerSchema = object({
  worker: text("its id"),
  host: text("where it runs"),
  pid: count("its process there"),
  state: oneOf(WORKER_STATES, "as it was written last"),
  alive: flag("its heartbeat counts at this moment"),
  version: nullable(Type.String(), "of Nightgrid; null of workers that do not say it"),
  slots: count("ranges that it computes at a time"),
  busy: count("attempts that it has in its hands"),
  started_at: instant("when it began"),
  heartbeat_age_ms: nullable(count(""), "milliseconds since its last heartbeat, as far as its lease tells"),
});

export const WorkersSchema = object({
  at: instant("of the database, when this was read"),
  slots: count("of all workers that are alive"),
  busy: count("attempts that run on them"),
  workers: list(WorkerSchema, "those that are alive, then those of the last day, the latest first, at most 200"),
});

export const QueuesSchema = object({
  queues: list(
    object({
      priority: oneOf(PRIORITIES, "of the runs"),
      kind: oneOf(TASK_KINDS, "of the tasks"),
      queued: count("tasks that could begin"),
      waiting_for_limits: count("tasks, begun or not, that a limit holds back"),
      running: count("tasks that have begun"),
      oldest_ms: nullable(count(""), "milliseconds that the oldest run with a queued task has waited; null for none"),
    }),
    "one per priority and kind, also those without any",
  ),
  runs: object(
    { queued: count("that have not begun"), running: count("that have"), paused: count("of both") },
    "that have not ended",
  ),
  limits: list(
    object({
      name: text("`pool:gpu`, `queue:low`, `dag:…`, `runs:…`, `run:…`"),
      slots: count("attempts at a time"),
      held: count("taken by attempts that run"),
      memory_mb: nullable(count(""), "MiB; null when only slots are counted"),
      held_memory_mb: count("MiB taken by attempts that run"),
      waiting: count("tasks that wait for room in it"),
    }),
    "by name; those of single runs only when something holds or waits",
  ),
});

export const FiguresSchema = object({
  figures: list(
    object({
      name: text("as Prometheus has it"),
      help: text("one line"),
      type: oneOf(["gauge", "counter"] as const, "how it is to be read"),
      labels: Type.Unsafe<Readonly<Record<string, string>>>({
        type: "object",
        additionalProperties: { type: "string" },
        title: "values by label",
        description: "none for a figure that stands alone",
      }),
      value: number("in the unit that its name ends with"),
    }),
    "those of one name stand together",
  ),
});

export const NightlySchema = object({
  run_id: nullable(
    runId,
    "the latest run of a schedule that succeeded and kept its figures; null before the first one",
  ),
  dag: nullable(Type.String(), "its DAG"),
  backtest_sharpe: nullable(Type.Number(), "of its best cell"),
  backtest_cagr: nullable(Type.Number(), "of its best cell, a fraction a year"),
  backtest_max_dd: nullable(Type.Number({ maximum: 0 }), "of its best cell, negative: -0.08 is a fall of 8 %"),
  backtest_date: nullable(instant(""), "its logical date"),
  backtest_trades: nullable(count(""), "of its best cell"),
});
