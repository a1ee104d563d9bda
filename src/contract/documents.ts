import type { Static, TSchema } from "typebox";
import {
  AcknowledgedAlarmSchema,
  AlarmHistoriesSchema,
  AlarmsSchema,
  AlertsSchema,
  MutedAlarmsSchema,
  SampleAlertSchema,
} from "./schemas/alerts-schema.ts";
import {
  AccountSchema,
  AccountsSchema,
  CreatedTokenSchema,
  EndedSessionsSchema,
  RevokedTokenSchema,
  SessionsSchema,
  TokensSchema,
} from "./schemas/access/access-schema.ts";
import { ActedRunsSchema, AuditSchema, BackfillSchema, PauseSchema } from "./schemas/actions/actions-schema.ts";
import {
  CashFlowSchema,
  cellListing,
  EquitySchema,
  FactorSchema,
  OrderSchema,
  RejectionSchema,
  TradeSchema,
} from "./schemas/cell-listing-schema.ts";
import { BundleSchema, ReplaySchema } from "./schemas/regression/bundle-schema.ts";
import { DeterminismSchema, LookaheadSchema, OutputsSchema } from "./schemas/checks-schema.ts";
import { DataCheckSchema } from "./schemas/data/data-check-schema.ts";
import {
  FetchedPricesSchema,
  FoundInstrumentsSchema,
  PriceSeriesSchema,
  PricesSchema,
  SourcesSchema,
  VerifiedPricesSchema,
} from "./schemas/data/prices-schema.ts";
import { DataDiffSchema, DatasetVersionsSchema } from "./schemas/data/versions-schema.ts";
import { DagsSchema, ExplanationSchema, ValidationSchema } from "./schemas/dags-schema.ts";
import { FailureSchema } from "./schemas/error-schema.ts";
import { CellLogSchema, LogLineSchema, LogsSchema } from "./schemas/logs-schema.ts";
import { PlanSchema } from "./schemas/plan-schema.ts";
import { BisectSchema } from "./schemas/regression/bisect-schema.ts";
import { DiffSchema } from "./schemas/regression/diff-schema.ts";
import { GoldenChecksSchema, GoldensSchema, SavedGoldenSchema } from "./schemas/regression/golden-schema.ts";
import { MissesSchema } from "./schemas/regression/miss-schema.ts";
import { ExportedRunSchema } from "./schemas/data/export-schema.ts";
import { QuerySchema } from "./schemas/data/query-schema.ts";
import { CollectedSchema, StorageSchema } from "./schemas/upkeep/storage-schema.ts";
import { ResultsSchema, SelectedResultsSchema } from "./schemas/results-schema.ts";
import { RejectedCellsSchema } from "./schemas/study/search-schema.ts";
import { CancelledRunSchema, RunSchema, RunsSchema, StartedRunSchema } from "./schemas/run-schema.ts";
import { SchedulesSchema, SlotsSchema } from "./schemas/schedules-schema.ts";
import {
  ChangedPoolSchema,
  DatabaseSchema,
  DoctorSchema,
  PoolsSchema,
  RemovedPoolSchema,
} from "./schemas/upkeep-schema.ts";

/**
 * Every document that Nightgrid gives to programs, by name: what `--json` prints is one of these, whole and without a
 * key more. Loading typebox takes 100 ms, so that commands import the types of this file alone.
 */
export const DOCUMENTS = {
  validation: linked("validation", ValidationSchema),
  explanation: linked("explanation", ExplanationSchema),
  lookahead: linked("lookahead", LookaheadSchema),
  determinism: linked("determinism", DeterminismSchema),
  outputs: linked("outputs", OutputsSchema),
  data_check: linked("data_check", DataCheckSchema),
  fetched_prices: linked("fetched_prices", FetchedPricesSchema),
  price_series: linked("price_series", PriceSeriesSchema),
  prices: linked("prices", PricesSchema),
  found_instruments: linked("found_instruments", FoundInstrumentsSchema),
  price_sources: linked("price_sources", SourcesSchema),
  verified_prices: linked("verified_prices", VerifiedPricesSchema),
  dataset_versions: linked("dataset_versions", DatasetVersionsSchema),
  data_diff: linked("data_diff", DataDiffSchema),
  plan: linked("plan", PlanSchema),
  run: linked("run", RunSchema),
  started_run: linked("started_run", StartedRunSchema),
  cancelled_run: linked("cancelled_run", CancelledRunSchema),
  acted_runs: linked("acted_runs", ActedRunsSchema),
  pause: linked("pause", PauseSchema),
  backfill: linked("backfill", BackfillSchema),
  audit: linked("audit", AuditSchema),
  dags: linked("dags", DagsSchema),
  runs: linked("runs", RunsSchema),
  slots: linked("slots", SlotsSchema),
  schedules: linked("schedules", SchedulesSchema),
  results: linked("results", ResultsSchema),
  selected_results: linked("selected_results", SelectedResultsSchema),
  rejected_cells: linked("rejected_cells", RejectedCellsSchema),
  trades: linked("trades", cellListing("trades", TradeSchema, "in the order of their exits")),
  equity: linked("equity", cellListing("equity", EquitySchema, "at the close of each bar")),
  orders: linked("orders", cellListing("orders", OrderSchema, "in the order of their fills")),
  cash_flows: linked("cash_flows", cellListing("cash_flows", CashFlowSchema, "dividends and borrow costs, in order")),
  rejections: linked("rejections", cellListing("rejections", RejectionSchema, "in order")),
  factor: linked("factor", cellListing("factor", FactorSchema, "date by date")),
  query: linked("query", QuerySchema),
  exported_run: linked("exported_run", ExportedRunSchema),
  diff: linked("diff", DiffSchema),
  misses: linked("misses", MissesSchema),
  bisection: linked("bisection", BisectSchema),
  bundle: linked("bundle", BundleSchema),
  replay: linked("replay", ReplaySchema),
  goldens: linked("goldens", GoldensSchema),
  golden_checks: linked("golden_checks", GoldenChecksSchema),
  saved_golden: linked("saved_golden", SavedGoldenSchema),
  logs: linked("logs", LogsSchema),
  log_line: linked("log_line", LogLineSchema),
  cell_log: linked("cell_log", CellLogSchema),
  sample_alert: linked("sample_alert", SampleAlertSchema),
  alerts: linked("alerts", AlertsSchema),
  alarms: linked("alarms", AlarmsSchema),
  alarm_histories: linked("alarm_histories", AlarmHistoriesSchema),
  acknowledged_alarm: linked("acknowledged_alarm", AcknowledgedAlarmSchema),
  muted_alarms: linked("muted_alarms", MutedAlarmsSchema),
  pools: linked("pools", PoolsSchema),
  changed_pool: linked("changed_pool", ChangedPoolSchema),
  removed_pool: linked("removed_pool", RemovedPoolSchema),
  collected: linked("collected", CollectedSchema),
  storage: linked("storage", StorageSchema),
  accounts: linked("accounts", AccountsSchema),
  account: linked("account", AccountSchema),
  sessions: linked("sessions", SessionsSchema),
  ended_sessions: linked("ended_sessions", EndedSessionsSchema),
  tokens: linked("tokens", TokensSchema),
  created_token: linked("created_token", CreatedTokenSchema),
  revoked_token: linked("revoked_token", RevokedTokenSchema),
  database: linked("database", DatabaseSchema),
  doctor: linked("doctor", DoctorSchema),
  failure: linked("failure", FailureSchema),
} as const satisfies Readonly<Record<string, TSchema>>;

export type DocumentName = keyof typeof DOCUMENTS;
export type Documents = { readonly [Name in DocumentName]: Static<(typeof DOCUMENTS)[Name]> };

/** The commands that print each under `--json`. */
export const PRINTED_BY: { readonly [Name in DocumentName]: readonly string[] } = {
  validation: ["validate"],
  explanation: ["explain"],
  lookahead: ["check lookahead"],
  determinism: ["check determinism"],
  outputs: ["check outputs"],
  data_check: ["data check"],
  fetched_prices: ["data fetch", "data backfill", "data update"],
  price_series: ["data list"],
  prices: ["data show"],
  found_instruments: ["data search", "data coins"],
  price_sources: ["data sources"],
  verified_prices: ["data verify"],
  dataset_versions: ["data versions"],
  data_diff: ["data diff"],
  plan: ["plan"],
  run: ["run", "show"],
  started_run: ["run --detach"],
  cancelled_run: ["cancel"],
  acted_runs: ["cancel --dag", "retry", "clear", "rerun"],
  pause: ["pause", "unpause"],
  backfill: ["backfill"],
  audit: ["audit"],
  dags: ["dags"],
  runs: ["runs"],
  slots: ["runs --slots"],
  schedules: ["schedule"],
  results: ["results"],
  selected_results: ["results --columns"],
  rejected_cells: ["results --rejected"],
  trades: ["trades"],
  equity: ["trades --equity"],
  orders: ["trades --orders"],
  cash_flows: ["trades --cash-flows"],
  rejections: ["trades --rejections"],
  factor: ["trades --factor"],
  query: ["query"],
  exported_run: ["export"],
  diff: ["diff"],
  misses: ["explain-miss"],
  bisection: ["bisect"],
  bundle: ["bundle"],
  replay: ["replay"],
  goldens: ["golden list"],
  golden_checks: ["golden check"],
  saved_golden: ["golden save", "golden refresh"],
  logs: ["logs"],
  log_line: ["logs -f"],
  cell_log: ["logs --cell"],
  sample_alert: ["alerts test"],
  alerts: ["alerts list"],
  alarms: ["alerts list"],
  alarm_histories: ["alerts show"],
  acknowledged_alarm: ["alerts ack"],
  muted_alarms: ["alerts mute"],
  pools: ["pools list"],
  changed_pool: ["pools set"],
  removed_pool: ["pools remove"],
  collected: ["gc"],
  storage: ["storage"],
  accounts: ["users list"],
  account: ["users add", "users role", "users password", "users disable", "users enable"],
  sessions: ["users sessions"],
  ended_sessions: ["users logout"],
  tokens: ["tokens list"],
  created_token: ["tokens create"],
  revoked_token: ["tokens revoke"],
  database: ["db status"],
  doctor: ["doctor"],
  failure: ["any command that fails"],
};

/** With the place where people read of it. */
function linked<T extends TSchema>(name: string, schema: T): T {
  return { ...schema, description: `docs/json.md#${name}` };
}
