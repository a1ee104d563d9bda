import { Type, type Static } from "typebox";
import { CALENDAR_NAMES } from "../../calendar/calendar-names.ts";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { alertKeys, notifications } from "./notifications-schema.ts";
import { MISSED_POLICIES, OVERLAP_POLICIES } from "../dag-spec.ts";
import { backtestSchema } from "./backtest-schema.ts";
import { executor, oldBatchKeys } from "./executor-schema.ts";
import { duration, map, oneOf, recordOf } from "./schema-parts.ts";
import { retention, series } from "./keeping-schema.ts";
import { limits, type OwnRetry, ownRetry, pool, priority, retry, type WrittenPool } from "./work-schema.ts";

const NAME = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

const schedule = map(
  {
    cron: Type.Optional(
      Type.String({ description: "Minute, hour, day of month, month, day of week.", examples: ["30 3 * * 2-6"] }),
    ),
    timezone: Type.Optional(
      Type.String({
        description: "IANA zone in which times are meant; with `at`, the exchange's unless given.",
        examples: ["America/New_York", "UTC"],
      }),
    ),
    calendar: Type.Optional(
      oneOf(CALENDAR_NAMES, {
        description: "The exchange whose sessions count: for `at`, or with `skip: holidays` beside a cron.",
      }),
    ),
    at: Type.Optional(
      Type.String({
        description:
          "Instead of a cron: once per session, at its open, close, break_start or break_end, sooner or later by a duration, or at a clock time.",
        examples: ["close + 30m", "open - 1h", "16:45"],
      }),
    ),
    skip: Type.Optional(oneOf(["holidays"], { description: "Passes over slots on holidays of the calendar." })),
    missed: oneOf(MISSED_POLICIES, {
      description: "What happens to ticks that were missed while nothing ran.",
      default: "last",
    }),
    overlap: oneOf(OVERLAP_POLICIES, { description: "When the previous run is still going.", default: "skip" }),
    day_mode: Type.Optional(
      oneOf(["and", "or"], { description: "How a restricted day of month and a restricted day of week combine." }),
    ),
  },
  {
    description: "When to run by itself.",
    exclusive: [
      ["cron", "at"],
      ["at", "skip"],
      ["at", "day_mode"],
    ],
  },
);

const waitForData = map(
  {
    dataset: Type.Optional(
      Type.String({ description: "A dataset of the catalogue, or a source; all data of the backtests unless given." }),
    ),
    through: Type.Optional(
      Type.String({
        description:
          "The day up to which the data must reach: YYYY-MM-DD, {{ ds }}, {{ last_session }} or {{ last_bar }}.",
        examples: ["{{ ds }}"],
      }),
    ),
    timeout: duration("The run fails when the data have not come after this long.", { default: "2h" }),
  },
  { description: "Data that a run waits for before it is planned." },
);

const waitFor = Type.Union([Type.Literal("data"), waitForData], {
  description:
    "Data that a run waits for before it is planned; `data`: all of its backtests, up to the last bar that is over.",
});

type CallbackOptions = Readonly<Record<string, unknown>> & { readonly retry?: OwnRetry; readonly pool?: WrittenPool };

const callback = Type.Union(
  [
    Type.String({ minLength: 1, description: "A built-in, or `./file.ts#export`." }),
    Type.Unsafe<Readonly<Record<string, CallbackOptions | null>>>({
      type: "object",
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: { type: ["object", "null"], properties: { retry: ownRetry, pool } },
      description: "`{ name: options }`; every callback has the options `timeout` (10m), `retry` and `pool`.",
    }),
  ],
  { description: "A name, or `{ name: options }`." },
);

const alert = map(
  {
    name: Type.String({ pattern: NAME, description: "Names the alert; unique in the DAG." }),
    when: Type.String({
      minLength: 1,
      description:
        "CEL over best, sweep, run and cells, and those of earlier nights under previous, baseline and average.",
      examples: ["best.sharpe < 0.5"],
    }),
    to: Type.Optional(
      Type.Array(oneOf(CHANNEL_NAMES, {}), {
        description: "Channels; unless given, those of `notifications.routes`, else all.",
        uniqueItems: true,
      }),
    ),
    ...alertKeys,
  },
  { description: "A message when a condition holds at the end of a run." },
);

/** The one source of what a DAG file may hold; `schema/dag.schema.json` is generated from it, and editors and ajv read that. */
export const dagSchema = map(
  {
    id: Type.Optional(Type.String({ pattern: NAME, description: "Names the DAG; unique in the project." })),
    description: Type.String({ description: "For people.", default: "" }),
    tags: Type.Array(Type.String({ minLength: 1 }), { description: "For filters.", default: [], uniqueItems: true }),
    extends: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String(), { description: "Later files win over earlier ones." })], {
        description: "Files that this one is merged over, by key: `./base.yaml`.",
      }),
    ),
    schedule: Type.Optional(schedule),
    backtest: Type.Optional(backtestSchema),
    backtests: Type.Optional(
      recordOf(backtestSchema, {
        propertyNames: { pattern: NAME },
        maxProperties: 1000,
        description: "Named blocks with `needs:` between them; `backtest:` next to it is shared by all of them.",
      }),
    ),
    before_backtest: Type.Array(callback, {
      maxItems: 100,
      description: "Callbacks before the backtests, in sequence.",
      default: [],
    }),
    after_backtest: Type.Array(callback, {
      maxItems: 100,
      description: "Callbacks when all backtests have ended, also failed ones, in sequence.",
      default: [],
    }),
    alerts: Type.Optional(
      Type.Array(alert, {
        maxItems: 100,
        description: "Unless given: low_sharpe, deep_drawdown and run_failed. An empty list means none.",
      }),
    ),
    notifications: Type.Optional(notifications),
    series: Type.Optional(series),
    retention,
    retry,
    priority,
    pool: Type.Optional(pool),
    limits: Type.Optional(limits),
    executor,
    ...oldBatchKeys,
    timeout: duration("Of the whole run.", { default: "2h" }),
    wait_for: Type.Optional(waitFor),
    pause_after: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: "Pauses the DAG after so many failed runs of its schedule in a row.",
        examples: [3],
      }),
    ),
    must_finish_by: Type.Optional(
      Type.String({
        description: "Clock time of the schedule's zone: warns once when a run is not likely to end by then.",
        examples: ["08:30"],
      }),
    ),
  },
  {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Nightgrid DAG file",
    description: "A nightly backtest: what to run, on which data, over which grid, when, and who must hear about it.",
  },
);

/** A DAG file after shape check and defaults. */
export type DagFile = Static<typeof dagSchema>;
