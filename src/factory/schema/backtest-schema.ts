import { Type, type Static } from "typebox";
import { CALENDAR_NAMES } from "../../calendar/calendar-names.ts";
import { METRIC_NAME } from "../../core/metrics/reported-metric.ts";
import { TRIGGER_RULES } from "../../core/names/states.ts";
import { METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import { SAMPLINGS } from "../../engine/execution-rules.ts";
import { duration, map, oneOf, paramValue, recordOf, settingGroup } from "./schema-parts.ts";
import { actionsKeys } from "./data/actions-schema.ts";
import { dataBesideKeys } from "./data/data-beside-schema.ts";
import { dataReadingKeys } from "./data/data-reading-schema.ts";
import { executor, oldBatchKeys } from "./executor-schema.ts";
import { scriptKeys } from "./script-schema.ts";
import { search } from "./study/search-schema.ts";
import { studyKeys } from "./study/study-schema.ts";
import { ownRetry, pool } from "./work-schema.ts";

const params = recordOf(paramValue("Value of the parameter of this name."), {});

const axis = Type.Union(
  [
    Type.Array(paramValue("One value of the axis."), { minItems: 1, description: "The values, in this order." }),
    map(
      {
        values: Type.Optional(
          Type.Array(paramValue("One value of the axis."), { minItems: 1, description: "The values, in this order." }),
        ),
        from: Type.Optional(Type.Number({ description: "First value." })),
        to: Type.Optional(
          Type.Number({ description: "Last value; included when a whole number of steps leads to it." }),
        ),
        step: Type.Optional(Type.Number({ description: "Distance between two values; negative for a falling range." })),
        count: Type.Optional(Type.Integer({ minimum: 1, description: "How many values; needs `scale: log`." })),
        log: Type.Optional(Type.Boolean({ description: "A search draws evenly in the logarithm; needs `search`." })),
        scale: Type.Optional(oneOf(["log"], { description: "Evenly spaced in the logarithm; needs `count`." })),
      },
      {
        description:
          "A range `{from, to, step}`, `{from, to, count, scale: log}`, or `{values: […]}`; with `search` also `{from, to}`.",
        exclusive: [["step", "count"]],
      },
    ),
  ],
  { description: "A list of values such as [5, 10, 20], or a range such as {from: 5, to: 20, step: 5}." },
);

const data = map(
  {
    dataset: Type.Optional(
      Type.String({ description: "Name in the catalogue; `nightgrid doctor` lists what there is." }),
    ),
    csv: Type.Optional(
      Type.String({
        description: "CSV file next to the DAG; `{symbol}` stands for each symbol.",
        examples: ["./data/{symbol}.csv"],
      }),
    ),
    source: Type.Optional(
      Type.String({
        minLength: 1,
        description: "Prices that were fetched from a source; `nightgrid data list` shows which there are.",
        examples: ["coingecko"],
      }),
    ),
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: "This version of the data, not those of today; `nightgrid data versions` lists them.",
        examples: [12],
      }),
    ),
    symbols: Type.Array(Type.String({ minLength: 1 }), {
      description: "Which symbols; all of the dataset when empty.",
      default: [],
      uniqueItems: true,
    }),
    timeframe: Type.String({
      pattern: "^[1-9][0-9]*(m|h|d|w|M)$",
      description: "Length of a bar.",
      default: "1d",
      examples: ["15m", "1d", "1h"],
    }),
    ...dataReadingKeys,
    ...dataBesideKeys,
    ...actionsKeys,
    adjusted: Type.Boolean({ description: "Use prices adjusted for splits and dividends.", default: false }),
    timezone: Type.Optional(
      Type.String({
        minLength: 1,
        description: "Zone of times without an offset, and of the trading day of intraday bars; UTC unless given.",
        examples: ["America/New_York"],
      }),
    ),
    session_end: Type.Optional(
      Type.String({
        pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$",
        description: "When a trading day ends in that zone, and the next begins; midnight unless given.",
        examples: ["17:00"],
      }),
    ),
    calendar: Type.Optional(
      oneOf(CALENDAR_NAMES, {
        description: "Whose sessions the bars lie in: for bars.session, and for when weeks, months and days are over.",
      }),
    ),
    bars_per_year: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1_000_000,
        description: "Annualises the metrics; known for datasets of the catalogue.",
      }),
    ),
  },
  {
    description: "What to trade on.",
    exclusive: [
      ["dataset", "csv"],
      ["dataset", "source"],
      ["csv", "source"],
    ],
  },
);

/** One block of a DAG file: a strategy, on data, over a grid. */
export const backtestSchema = map(
  {
    strategy: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "A built-in, or a file next to the DAG: `./strategies/mine.ts`, `./mine.ts#name` or, in Python, `./mine.py`.",
      }),
    ),
    ...scriptKeys,
    data: Type.Optional(data),
    start_date: Type.Optional(Type.String({ format: "date", description: "First day, inclusive, YYYY-MM-DD." })),
    end_date: Type.Optional(Type.String({ format: "date", description: "Last day, inclusive, YYYY-MM-DD." })),
    lookback: Type.Optional(duration("Instead of dates: counted back from the run's logical date.")),
    initial_capital: Type.Number({ exclusiveMinimum: 0, description: "In account currency.", default: 1_000_000 }),
    risk_free_rate: Type.Number({
      exclusiveMinimum: -1,
      maximum: 1,
      description:
        "What a year without risk earns, as a fraction: 0.02 is 2 %. Sharpe ratios are of what is earned above it.",
      default: 0,
    }),
    costs: settingGroup("costs"),
    execution: settingGroup("execution"),
    params: recordOf(paramValue("Value of the parameter of this name."), {
      description: "Parameters of the strategy that are the same in every cell.",
      default: {},
    }),
    param_grid: recordOf(axis, {
      description: "Overrides params of the same name, in every combination. The last axis varies fastest.",
      default: {},
    }),
    where: Type.Optional(
      Type.String({
        minLength: 1,
        description: "Keeps the combinations for which this CEL expression holds.",
        examples: ["fast < slow"],
      }),
    ),
    exclude: Type.Array(params, {
      maxItems: 1000,
      description: "Leaves out the combinations that match one of these.",
      default: [],
    }),
    add: Type.Array(params, {
      description: "Extra cells after those of the grid; each names every parameter of the grid.",
      default: [],
    }),
    max_cells: Type.Integer({
      minimum: 1,
      maximum: 1_000_000_000,
      description: "More cells than this are an error.",
      default: 100_000,
    }),
    objective: Type.Unsafe<string>({
      type: "string",
      anyOf: [{ enum: METRIC_IDS }, { pattern: METRIC_NAME.source }],
      description: "The metric that ranks the cells; of a script, any that it reports.",
      default: "sharpe",
    }),
    min_trades: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      description: "Cells with fewer trades rank behind all others: nothing beats not trading. 0 lets them compete.",
      default: 1,
    }),
    ...studyKeys,
    search: Type.Optional(search),
    seed: Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: "Seeds everything random.", default: 0 }),
    sampling: Type.Optional(
      oneOf(SAMPLINGS, {
        description:
          "Whether ratios such as Sharpe are of returns per bar, or of the last equity of each UTC day. Default: day for intraday bars, but bar with the profile vectorbt.",
      }),
    ),
    cell_timeout: Type.Optional(
      duration(
        "Longest time of one cell of a strategy of your own. Default: 100 times what the cells so far have taken, at least 10s.",
      ),
    ),
    timeout: Type.Optional(
      duration(
        "Longest time of the backtest, from its beginning, all tries together; as long as the run unless given.",
      ),
    ),
    retry: Type.Optional(ownRetry),
    pool: Type.Optional(pool),
    volatile: Type.Boolean({
      description: "Computes every cell again instead of taking known results.",
      default: false,
    }),
    executor,
    ...oldBatchKeys,
    needs: Type.Array(Type.String(), {
      description: "Names of the backtests that come first.",
      default: [],
      uniqueItems: true,
    }),
    trigger_rule: Type.Optional(
      oneOf(TRIGGER_RULES, { description: "When to run after the needed ones have ended; all_success unless given." }),
    ),
    min_success: Type.Optional(
      Type.Unsafe<string | number>({
        type: ["string", "number"],
        description: "Runs when at least this share of the needed cells succeeded.",
        examples: ["80%", 0.8],
      }),
    ),
  },
  {
    description: "A strategy, on data, over a grid of parameters.",
    exclusive: [
      ["strategy", "script"],
      ["strategy", "command"],
      ["lookback", "start_date"],
      ["lookback", "end_date"],
    ],
  },
);

export type BacktestBlock = Static<typeof backtestSchema>;
