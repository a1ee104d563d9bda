import { measured } from "./measured-schema.ts";
import { Type, type Static, type TSchema } from "typebox";
import { type FactorMetricId, FACTOR_METRICS } from "../../engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS } from "../../core/metrics/undefined-reason.ts";
import { REJECTION_REASONS } from "../../engine/fills/ledger.ts";
import { CASH_FLOW_KINDS, EXIT_REASONS, FILL_MOMENTS } from "../../engine/trade.ts";
import { params, reasons } from "./cell-schema.ts";
import { count, flag, instant, list, nullable, number, object, oneOf, text } from "./parts.ts";

const FACTOR_IDS = FACTOR_METRICS.map(({ id }) => id);
type FactorValues = Readonly<Record<FactorMetricId, number | null>>;
const factorMetrics = Type.Unsafe<
  FactorValues & { readonly undefined: Readonly<Partial<Record<FactorMetricId, string>>> }
>({
  ...object({
    ...Object.fromEntries(FACTOR_IDS.map((id) => [id, nullable(Type.Number(), "")])),
    undefined: reasons(FACTOR_IDS, UNDEFINED_REASONS, "why metrics are null"),
  }),
  title: "factor metrics by id",
});

const ABOUT = {
  run_id: text("the run"),
  backtest: text("its backtest"),
  cell: count("its number in the grid"),
  params: params("what it was computed with"),
  snapshot: text("64 hex digits that name its frozen data"),
  code: text("64 hex digits that name the code of its strategy"),
  engine_version: count("raised whenever a result may change for the same input"),
  ...measured,
  stamps: list(Type.String(), "how the result was made, such as `same-bar fill`"),
  factor_metrics: nullable(
    factorMetrics,
    "[factor metrics](metrics.md#factors), `undefined` with them; null for a strategy without scores",
  ),
  unlike_stored: list(Type.String(), "metrics that came out otherwise than in the run"),
};
const CellHeadSchema = object(ABOUT);
/** All of the document but its rows, which are streamed. */
export type CellHeadJson = Static<typeof CellHeadSchema>;

const at = { symbol: text("which one"), bar: count("its index"), time: instant("start of that bar") };

/** Rows of what can be listed of one cell; columns of CSV and keys of JSON. */
export const TradeSchema = object({
  symbol: text("which one"),
  side: oneOf(["long", "short"] as const, "which way"),
  open: flag("not closed at the end, and valued at the last close"),
  entry_bar: count("index of the bar"),
  entry_time: instant("start of that bar"),
  entry_price: number("as filled, slippage and spread included"),
  exit_bar: count("index of the bar"),
  exit_time: instant("start of that bar"),
  exit_price: number("as filled, slippage and spread included"),
  units: number("without sign"),
  entry_fee: number("account currency"),
  exit_fee: number("account currency"),
  dividends: number("received; below 0 what a short position paid"),
  borrow_cost: number("paid for what was borrowed"),
  pnl: number("net of all costs, with dividends"),
  cumulative_pnl: number("of this trade and those before it"),
  gross_pnl: number("with every cost added back"),
  return: number("`pnl` over the entry value, as a fraction"),
  mae: number("how far the price went against it, as a fraction of the entry price"),
  mfe: number("how far the price went for it, as a fraction of the entry price"),
  reason: nullable(oneOf(EXIT_REASONS, ""), "what closed it; null while it is open"),
});
export type TradeJson = Static<typeof TradeSchema>;

export const EquitySchema = object({
  bar: count("its index"),
  time: instant("start of that bar"),
  equity: nullable(number(""), "of the account, at the close"),
  gross_equity: nullable(number(""), "with every cost added back"),
  cash: nullable(number(""), "null over several symbols"),
  position_value: nullable(number(""), "null over several symbols"),
  position: nullable(
    number(""),
    "units, signed; over several symbols the value of all positions, without sign, ÷ equity",
  ),
  drawdown: nullable(number(""), "as a fraction of the peak before"),
});
export type EquityJson = Static<typeof EquitySchema>;

export const OrderSchema = object({
  ...at,
  moment: oneOf(FILL_MOMENTS, "when in its bar"),
  side: oneOf(["buy", "sell"] as const, "which way"),
  units: number("above 0"),
  price: number("as filled, slippage and spread included"),
  raw_price: number("before slippage and spread"),
  fee: number("account currency"),
  position: number("units held after it, signed"),
  cash: number("after it"),
  reason: oneOf(EXIT_REASONS, "why"),
});
export type OrderJson = Static<typeof OrderSchema>;

export const CashFlowSchema = object({
  ...at,
  kind: oneOf(CASH_FLOW_KINDS, "what for"),
  units: number("held, signed"),
  amount: number("below 0 what was paid"),
});
export type CashFlowJson = Static<typeof CashFlowSchema>;

export const RejectionSchema = object({
  symbol: nullable(Type.String(), "null where a limit cut all together"),
  bar: count("its index"),
  time: instant("start of that bar"),
  order: oneOf(["entry", "exit"] as const, "which order"),
  reason: oneOf(REJECTION_REASONS, "why it was not filled; by a limit not in full"),
});
export type RejectionJson = Static<typeof RejectionSchema>;

export const FactorSchema = object({
  time: instant("of the scores"),
  ic: nullable(number(""), "information coefficient"),
  rank_ic: nullable(number(""), "of the ranks"),
});
export type FactorJson = Static<typeof FactorSchema>;

/** The document of one such listing: what is known of the cell, and its rows under the listing's name. */
export function cellListing<N extends string, R extends TSchema>(name: N, row: R, description: string) {
  const rows = { [name]: list(row, description) } as { readonly [K in N]: ReturnType<typeof list<R>> };
  return object({ ...ABOUT, ...rows });
}
