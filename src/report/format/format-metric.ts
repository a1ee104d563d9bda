import type { MetricInfo, MetricUnit } from "../../core/metrics/metric-info.ts";
import type { UndefinedReason } from "../../core/metrics/undefined-reason.ts";
import { formatDays } from "./format-days.ts";
import { formatCount, formatMoney, formatNumber, formatPercent, formatRatio, UNDEFINED_TEXT } from "./format-number.ts";

/** A shown value; `hint` says why there is none. */
export interface MetricText {
  readonly text: string;
  readonly hint: string | null;
}

/** Metrics by id, of a cell or of a series: null is undefined, for the reason beside it. */
export interface MetricSource {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly reasons: Readonly<Record<string, UndefinedReason>>;
}

const REASON_TEXT: Readonly<Record<UndefinedReason, string>> = {
  no_trades: "Undefined: there was no trade",
  no_closed_trades: "Undefined: no trade was closed",
  no_losing_trades: "Undefined: no trade lost",
  zero_variance: "Undefined: the returns do not vary",
  zero_drawdown: "Undefined: the equity never fell",
  too_few_bars: "Undefined: too few bars",
  too_few_cells: "Undefined: too few cells",
  too_many_cells: "Not computed: too many cells",
  no_neighbours: "Undefined: no cell of the grid is next to it",
  bankrupt: "Undefined: the account went bankrupt",
  not_computed: "Not computed",
  no_losing_bars: "Undefined: no bar lost",
  no_decay: "Undefined: the factor does not decay",
  steady_gain: "Undefined: every return is the same gain",
  nothing_gained: "Undefined: nothing was lost, and nothing gained",
};

/** Why a metric has no value, as a sentence for a tooltip. */
export function reasonText(reason: UndefinedReason | undefined): string {
  return REASON_TEXT[reason ?? "not_computed"];
}

/** One metric as people read it; a dash with a reason where it is undefined. */
export function formatMetric({ metrics, reasons }: MetricSource, metric: Pick<MetricInfo, "id" | "unit">): MetricText {
  const value = metrics[metric.id];
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return { text: UNDEFINED_TEXT, hint: reasonText(reasons[metric.id]) };
  }
  return { text: formatUnit(value, metric.unit), hint: null };
}

/** A value in the unit of a metric: `0.123` of unit `fraction` gives `12.3%`. */
export function formatUnit(value: number, unit: MetricUnit): string {
  switch (unit) {
    case "fraction":
      return formatPercent(value);
    case "ratio":
      return formatRatio(value);
    case "money":
      return formatMoney(value);
    case "count":
    case "bars":
      return formatCount(value);
    case "days":
      return formatDays(value);
    case "bps":
      return `${formatNumber(value, 1)} bps`;
  }
}
