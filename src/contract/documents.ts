import type { Static, TSchema } from "typebox";
import { AlertsSchema, SampleAlertSchema } from "./schemas/alerts-schema.ts";
import {
  CashFlowSchema,
  cellListing,
  EquitySchema,
  FactorSchema,
  OrderSchema,
  RejectionSchema,
  TradeSchema,
} from "./schemas/cell-listing-schema.ts";
import { DeterminismSchema, LookaheadSchema } from "./schemas/checks-schema.ts";
import { DagsSchema, ExplanationSchema, ValidationSchema } from "./schemas/dags-schema.ts";
import { FailureSchema } from "./schemas/error-schema.ts";
import { LogLineSchema, LogsSchema } from "./schemas/logs-schema.ts";
import { PlanSchema } from "./schemas/plan-schema.ts";
import { ResultsSchema, SelectedResultsSchema } from "./schemas/results-schema.ts";
import { CancelledRunSchema, RunSchema, RunsSchema, StartedRunSchema } from "./schemas/run-schema.ts";
import { SchedulesSchema, SlotsSchema } from "./schemas/schedules-schema.ts";
import { DatabaseSchema, DoctorSchema } from "./schemas/upkeep-schema.ts";

/**
 * Every document that Nightgrid gives to programs, by name: what `--json` prints is one of these, whole and without a
 * key more. Loading typebox takes 100 ms, so that commands import the types of this file alone.
 */
export const DOCUMENTS = {
  validation: ValidationSchema,
  explanation: ExplanationSchema,
  lookahead: LookaheadSchema,
  determinism: DeterminismSchema,
  plan: PlanSchema,
  run: RunSchema,
  started_run: StartedRunSchema,
  cancelled_run: CancelledRunSchema,
  dags: DagsSchema,
  runs: RunsSchema,
  slots: SlotsSchema,
  schedules: SchedulesSchema,
  results: ResultsSchema,
  selected_results: SelectedResultsSchema,
  trades: cellListing("trades", TradeSchema, "in the order of their exits"),
  equity: cellListing("equity", EquitySchema, "at the close of each bar"),
  orders: cellListing("orders", OrderSchema, "in the order of their fills"),
  cash_flows: cellListing("cash_flows", CashFlowSchema, "dividends and borrow costs, in order"),
  rejections: cellListing("rejections", RejectionSchema, "in order"),
  factor: cellListing("factor", FactorSchema, "date by date"),
  logs: LogsSchema,
  log_line: LogLineSchema,
  sample_alert: SampleAlertSchema,
  alerts: AlertsSchema,
  database: DatabaseSchema,
  doctor: DoctorSchema,
  failure: FailureSchema,
} as const satisfies Readonly<Record<string, TSchema>>;

export type DocumentName = keyof typeof DOCUMENTS;
export type Documents = { readonly [Name in DocumentName]: Static<(typeof DOCUMENTS)[Name]> };
