import type { components, paths } from "../../../schema/api.d.ts";

/** What was read is not changed. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** The documents of the API, by the names that screens know them by. */
type Documents = Frozen<components["schemas"]>;

export type Overview = Documents["overview"];
export type OverviewDag = Overview["dags"][number];
export type RunMark = OverviewDag["runs"][number];
export type Alarm = Overview["alarms"][number];
export type DagDetail = Documents["dag_detail"];
export type DagDefinition = Documents["dag_definition"];
export type Diagnostic = DagDefinition["diagnostics"][number];
export type DagText = Documents["dag_text"];
export type DagGrid = Documents["dag_grid"];
export type DagHistory = Documents["dag_history"];
export type DagTicks = Documents["dag_ticks"];
export type Backfill = Documents["backfill"];
export type Backfills = Documents["backfill_list"];
export type ListedBackfill = Backfills["backfills"][number];
export type RunPage = Documents["run_page"];
export type ListedRun = RunPage["items"][number];
export type RunDetail = Documents["run_detail"];
export type GraphTask = RunDetail["graph"][number];
export type Logs = Documents["logs"];
export type LogLine = Logs["lines"][number];
export type Sweep = Documents["sweep"];
export type Search = NonNullable<Sweep["search"]>;
type Ranking = RunDetail["run"]["rankings"][number];
export type Regression = NonNullable<Ranking["regression"]>;
export type WalkForward = NonNullable<Ranking["walk_forward"]>;
export type Cpcv = NonNullable<Ranking["cpcv"]>;
export type MonteCarlo = NonNullable<Ranking["monte_carlo"]>;
export type Sensitivity = NonNullable<Ranking["sensitivity"]>;
export type SweepCells = Documents["sweep_cells"];
export type RankedCell = Sweep["top"][number];
export type Axis = Sweep["axes"][number];
export type ParamValue = Axis["values"][number];
export type MetricFacts = Sweep["objective"];
export type CellDetail = Documents["cell_detail"];
export type Compare = Documents["compare"];
export type Plan = Documents["plan"];
export type StartedRun = Documents["started_run"];
export type PriceSources = Documents["price_sources"];
export type PriceSource = PriceSources["sources"][number];
export type SeriesPage = Documents["price_series_page"];
export type PriceSeries = SeriesPage["items"][number];
export type BarPage = Documents["bar_page"];
export type PriceProblems = Documents["verified_prices"];
export type PriceFetches = Documents["price_fetch_page"];
export type PriceFetch = PriceFetches["items"][number];
export type Workers = Documents["workers"];
export type Queues = Documents["queues"];
export type Storage = Documents["storage"];
export type Audit = Documents["audit"];

/** What a retry, a rerun or a clearing did. */
export type ActedRuns = Documents["acted_runs"];
export type Explanation = Documents["explanation"];
export type ExplainedValue = Explanation["values"][number];
export type Validation = Documents["validation"];
type Series =
  paths["/api/v1/runs/{run}/sweeps/{backtest}/cells/{cell}/series"]["get"]["responses"][200]["content"]["application/json"];
export type Trades = Frozen<Extract<Series, { trades: unknown }>>;
export type Trade = Trades["trades"][number];
export type Me = Documents["me"];
export type SignInWays = Documents["sign_in_ways"];
export type Accounts = Documents["accounts"];
export type Account = Accounts["accounts"][number];
export type Tokens = Documents["tokens"];
export type Token = Tokens["tokens"][number];
export type CreatedToken = Documents["created_token"];

/** What somebody may do, the least first. */
export const ROLES = ["viewer", "operator", "admin"] as const satisfies readonly Me["role"][];
export type Role = (typeof ROLES)[number];
