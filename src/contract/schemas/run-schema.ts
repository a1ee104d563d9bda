import { Type, type Static } from "typebox";
import type { StatisticsRecord } from "../../analytics/overfitting/describe-judgement.ts";
import { STATISTIC_REASONS } from "../../analytics/statistic.ts";
import { SWEEP_STATISTICS } from "../../analytics/statistic-catalogue.ts";
import {
  RUN_STATES,
  RUN_STATUSES,
  RUN_TRIGGERS,
  TASK_KINDS,
  TASK_PHASES,
  TASK_STATES,
} from "../../core/names/states.ts";
import { PRIORITIES } from "../../core/names/priority.ts";

import { AlertSchema, SilentEventSchema } from "./alerts-schema.ts";
import { CellSchema, NoteSchema, reasons, extendedFrom } from "./cell-schema.ts";
import { MonteCarloSchema } from "./study/monte-carlo-schema.ts";
import { SensitivitySchema } from "./study/sensitivity-schema.ts";
import { RegressionSchema } from "./study/regression-schema.ts";
import { SearchSchema } from "./study/search-schema.ts";
import { CpcvSchema, WalkForwardSchema } from "./study/study-schema.ts";
import { NamedVersionSchema } from "./data/versions-schema.ts";
import { count, day, flag, instant, list, nullable, object, oneOf, open, text } from "./parts.ts";

export const WaitSchema = object({
  dataset: nullable(Type.String(), "a dataset of the catalogue; null for all data of the backtests"),
  through: day("the day up to which they must reach"),
  until: nullable(instant(""), "how long it waits; null while nothing counts the time"),
  missing: nullable(Type.String(), "what was missing when somebody looked last"),
});
export type WaitJson = Static<typeof WaitSchema>;

export const PausedSchema = object({
  at: instant("since when"),
  by: text("who paused it"),
  reason: nullable(Type.String(), "why"),
});

export const runId = text("`20260210_143022_a3f8b2c1`");
const state = oneOf(
  RUN_STATUSES,
  "how far it is; `cancelling`, `failing`: it was told to end so, and not all that it has started is gone yet",
);

const RUN = {
  run_id: runId,
  dag: text("id of its DAG"),
  state,
  reason: nullable(Type.String(), "why it failed or was cancelled"),
  trigger: oneOf(RUN_TRIGGERS, "who started it"),
  priority: oneOf(PRIORITIES, "what it goes before where slots are short"),
  logical_date: instant("the moment that it is the run of"),
  cells: object(
    {
      total: count("of all backtests, and of what their studies measure"),
      succeeded: count("computed now"),
      cached: count("known from before"),
      failed: count("that have no result"),
    },
    "how many; the last three never overlap",
  ),
  overrides: open<Readonly<Record<string, unknown>>>(
    "values by name",
    {},
    "what was given on the command line in place of the file's",
  ),
  waits_for: nullable(WaitSchema, "data that it waits for; null when it waits for none, or has ended"),
  paused: nullable(PausedSchema, "null unless it is paused"),
  retries: count("how often a person had it begun again"),
  repeats: nullable(Type.String(), "the run that it was made after"),
  backfill: nullable(Type.String(), "the backfill that it belongs to"),
  must_finish_at: nullable(instant(""), "`must_finish_by` of the file, on its day"),
  created_at: instant("when it was asked for"),
  started_at: nullable(instant(""), "when it began to compute"),
  finished_at: nullable(instant(""), "when it ended"),
  duration_ms: nullable(
    count(""),
    "from `created_at`, or when it was last begun again, to `finished_at`, milliseconds",
  ),
};
export const ListedRunSchema = object(RUN);
export type ListedRunJson = Static<typeof ListedRunSchema>;

const TaskSchema = object({
  key: text("`before.check_data`, the name of a backtest, `after.tearsheet`"),
  kind: oneOf(TASK_KINDS, "what it does"),
  phase: oneOf(TASK_PHASES, "when it does"),
  state: oneOf(TASK_STATES, "how far it is"),
  attempts: count("tries that failed"),
  retry: nullable(
    object({
      at: instant("when it is tried again"),
      tries: count("tries that have failed"),
      reason: text("why it is tried again"),
      cells: nullable(count(""), "how many cells are; null for the whole task"),
    }),
    "the next retry that it waits for",
  ),
  waits_for_limit: nullable(
    Type.String(),
    "the limit that was reached, `pool:gpu`; `queue:`, `dag:` and `run:` are the others",
  ),
  error: nullable(
    object({ code: text("an [error code](errors.md)"), message: text("what was said") }),
    "why it failed",
  ),
  extended_from: extendedFrom,
  started_at: nullable(instant(""), "when it was begun"),
  finished_at: nullable(instant(""), "when it ended"),
});
export type TaskJson = Static<typeof TaskSchema>;

const STATISTIC_IDS = SWEEP_STATISTICS.map(({ id }) => id);
export const statistics = Type.Unsafe<StatisticsRecord>({
  ...object({
    ...Object.fromEntries(STATISTIC_IDS.map((id) => [id, nullable(Type.Number(), "")])),
    fragile: nullable(flag(""), ""),
    undefined: reasons(STATISTIC_IDS, STATISTIC_REASONS, "why statistics are null"),
  }),
  title: "statistics by id",
});

const RankingSchema = object({
  backtest: text("its backtest"),
  objective: text("the metric that ranks"),
  best: list(CellSchema, "the best cells, the best one first; failed ones are not among them"),
  rarely_traded: object(
    { cells: count("how many there are"), min_trades: count("what they stay below") },
    "cells that rank last because they hardly traded",
  ),
  notes: list(NoteSchema, "what a [careful reader](data.md#notes) would want to know"),
  statistics: nullable(
    statistics,
    "[how much of the best cell is luck](overfitting.md), `fragile` and `undefined` with it; null when the backtest has not ended well",
  ),
  search: nullable(SearchSchema, "how far its [search](search.md) is, and what it has found; null of a plain grid"),
  walk_forward: nullable(
    WalkForwardSchema,
    "[walk-forward optimisation](walk-forward.md); null when it was not asked for, or has not ended well",
  ),
  cpcv: nullable(CpcvSchema, "[combinatorial purged cross-validation](walk-forward.md#many-paths-cpcv); null as above"),
  monte_carlo: nullable(MonteCarloSchema, "[other histories](monte-carlo.md); null as above"),
  sensitivity: nullable(
    SensitivitySchema,
    "[the best cell under worse execution](monte-carlo.md#sensitivity); null as above",
  ),
  regression: nullable(
    RegressionSchema,
    "[the past against the run before](regression.md#every-night); null when it was not asked for, or has not ended",
  ),
});

export const RunSchema = object({
  ...RUN,
  best: nullable(CellSchema, "the best cell of the first backtest"),
  alerts: list(AlertSchema, "what it has told people"),
  alarms: list(SilentEventSchema, "what its end did to alarms"),
  tearsheet: nullable(Type.String(), "absolute path"),
  data_versions: list(
    NamedVersionSchema,
    "which versions of their data its backtests read; empty for data that have none",
  ),
  rankings: list(RankingSchema, "one per backtest, in the order of the DAG"),
  failures: list(CellSchema, "up to five cells that failed"),
  tasks: list(TaskSchema, "in the order of the graph"),
  artifacts: list(
    object({ name: text("plain file name"), path: text("absolute"), bytes: count("its size") }),
    "files that it wrote",
  ),
});
export type RunJson = Static<typeof RunSchema>;

export const RunsSchema = object({ runs: list(ListedRunSchema, "the latest first") });

export const StartedRunSchema = object({
  run_id: runId,
  state: oneOf(
    RUN_STATES,
    "`queued`: it has only been asked for; with `--dedupe` also how far the run is that there was",
  ),
  existing: flag("`--dedupe`: there was a run of the same, and no other one was begun"),
  workers: count("workers that are up"),
});

export const CancelledRunSchema = object({
  run_id: runId,
  cancelled: flag("false when it had ended already, or is being stopped"),
  state: oneOf(RUN_STATUSES, "what it is when the command ends; `cancelled` only when nothing of it is left"),
});
