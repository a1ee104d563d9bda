import { histogram } from "../../core/numbers/histogram.ts";
import { formatPercent } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { percentTick } from "../svg/axis.ts";
import { type Figure, missingFigure } from "./figure.ts";
import { histogramPlot, type Marker } from "./histogram-chart.ts";

const TITLE = "Distribution of returns";
const BINS = 80;

/** Returns of the bars, or days, with a change in value; those of exactly zero are counted apart, so that they do not dwarf the rest. */
export function returnDistribution({ returns, unit, metrics }: Performance): Figure {
  const period = unit === "days" ? "day" : "bar";
  const moved = returns.filter((value) => value !== 0 && Number.isFinite(value));
  const { var_95: valueAtRisk, cvar_95: shortfall } = metrics.metrics;
  const markers: Marker[] = [];
  if (valueAtRisk !== null)
    markers.push({ value: valueAtRisk, label: `VaR 95 % ${formatPercent(valueAtRisk, 2)}`, mark: "var" });
  if (shortfall !== null)
    markers.push({ value: shortfall, label: `CVaR 95 % ${formatPercent(shortfall, 2)}`, mark: "cvar" });
  const svg = histogramPlot({
    label: `How often a ${period} returned how much`,
    histogram: histogram(moved, BINS),
    format: percentTick,
    markers,
    size: "medium",
  });
  if (svg === null) return missingFigure(TITLE, "The account value never changed.");
  const flat = returns.length - moved.length;
  return {
    title: TITLE,
    note:
      flat === 0
        ? `per ${period}`
        : `per ${period}, without ${formatPercent(flat / returns.length, 0)} of ${unit} at exactly zero`,
    svg,
    missing: "",
    legend: markers.map(({ label, mark }) => ({ mark, label, value: "", series: "" })),
    switchable: false,
  };
}
