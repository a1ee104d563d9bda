/** What strategies and callbacks of your own import from "nightgrid". docs/package.md lists it, and says how stable it is. */
export type { Measured } from "./core/metrics/measured.ts";
export type { Statistic, StatisticReason } from "./analytics/statistic.ts";
export type { SweepStatisticId } from "./analytics/statistic-catalogue.ts";
export type { SweepJudgement } from "./analytics/overfitting/judge-sweep.ts";
export type {
  ArtifactWriter,
  Callback,
  CallbackContext,
  CallbackServices,
  CellCounts,
  CellView,
  DagView,
  DataAccess,
  PassedValues,
  ResultsQuery,
  RunView,
  SeriesOptions,
  UpdatedSeries,
} from "./callbacks/callback-context.ts";
export { type CallbackDefinition, type ContextWith, defineCallback } from "./callbacks/define-callback.ts";
export type {
  ChoicesOption,
  OptionSpec,
  OptionSpecs,
  OptionsOf,
  TextOption,
  TextsOption,
} from "./core/params/option-spec.ts";
export type { LogFields, Logger } from "./core/log.ts";
export type { SeriesKind } from "./core/spec/series-spec.ts";
export type { CellState, RunState } from "./core/names/states.ts";
export type {
  BooleanParam,
  ChoiceParam,
  NumberParam,
  Params,
  FreeParam,
  ParamSpec,
  ParamSpecs,
  ParamValue,
} from "./core/params/param-spec.ts";
export type { Refusals } from "./engine/backtest.ts";
export type { Bars } from "./engine/bars.ts";
export { extraColumn, extraColumns } from "./engine/panel/extra-column.ts";
export type { Broker, OpenTrade, Order, OrderRequest, OrderState } from "./engine/broker/broker.ts";
export type { HigherBars } from "./engine/frames/higher-bars.ts";
export type { OpeningRange } from "./engine/frames/opening-range.ts";
export type { SessionView } from "./engine/frames/session-view.ts";
export type { StrategyBars } from "./engine/frames/strategy-bars.ts";
export type { StrategyPanel } from "./engine/frames/strategy-panel.ts";
export type { RejectionReason } from "./engine/fills/ledger.ts";
export type { MacdColumns } from "./engine/indicators/averages/macd.ts";
export type { Flags, Indicators } from "./engine/indicators/indicators.ts";
export type { StochasticColumns } from "./engine/indicators/oscillators/stochastic.ts";
export type { RsiVariant } from "./engine/indicators/rsi.ts";
export type { AroonColumns } from "./engine/indicators/trend/aroon.ts";
export type { BollingerColumns, ChannelColumns } from "./engine/indicators/trend/channels.ts";
export type { IchimokuColumns } from "./engine/indicators/trend/ichimoku.ts";
export type { RegressionColumns } from "./engine/indicators/trend/linear-regression.ts";
export type { SupertrendColumns } from "./engine/indicators/trend/supertrend.ts";
export type { CellMetrics, MetricId, MetricReasons } from "./engine/metrics/metric-catalogue.ts";
export type { UndefinedReason } from "./core/metrics/undefined-reason.ts";
export type { Panel } from "./engine/panel/panel.ts";
export type { Profile } from "./engine/profiles/registry.ts";
export type { SymbolCount } from "./engine/kinds/symbol-count.ts";
export type { Signals } from "./engine/signals/signals.ts";
export {
  type BarInput,
  type BarStrategy,
  defineBarStrategy,
  definePanelStrategy,
  defineStrategy,
  type PanelInput,
  type PanelStrategy,
  type ParamsOf,
  type SignalStrategy,
  type Strategy,
  type StrategyInput,
  type Targets,
  type Trader,
  type TraderStrategy,
} from "./engine/strategy.ts";
export { defineSource, sourceRefusal, type SourceDefinition } from "./data/sources/own/define-source.ts";
export type { Refusal } from "./data/sources/source-error.ts";
export type {
  Adjustment,
  AnswerVerdict,
  BarsPage,
  BarsRequest,
  CorporateAction,
  FoundInstrument,
  SourceAnswer,
  SourceBar,
  SourceContext,
  SourceRequest,
  SupplyRow,
} from "./data/sources/source.ts";
