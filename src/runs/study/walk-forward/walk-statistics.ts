import { parameterStability } from "../../../analytics/walk-forward/parameter-stability.ts";
import { probabilisticSharpe, sharpeTrackOf } from "../../../analytics/overfitting/probabilistic-sharpe.ts";
import type { JoinedAccount } from "../../../analytics/walk-forward/join-parts.ts";
import type { WalkForwardStatistics } from "../../../analytics/walk-forward/walk-forward-result.ts";
import { type TradedWindow, windowStatistics } from "../../../analytics/walk-forward/walk-forward.ts";
import type { Statistic } from "../../../analytics/statistic.ts";
import { type Measured, measured, unmeasured } from "../../../core/metrics/measured.ts";
import { barsPerYear } from "../../../core/time/bars-per-year.ts";
import { YEAR_DAYS } from "../../../core/time/calendar-year.ts";
import { sampledEquity } from "../../../engine/metrics/series/daily-equity.ts";
import { type EquitySeries, returnsOf } from "../../../engine/metrics/series/returns.ts";
import { seriesMeasures } from "../../../engine/metrics/series/series-metrics.ts";
import type { BacktestSettings } from "../../../engine/settings.ts";
import { openAxis } from "../../../factory/grid/axis.ts";
import { axisPositions } from "../../judge/axis-positions.ts";
import { marketOf } from "../../market/market-of.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import type { ChosenCells } from "./choose-cells.ts";

/** What the windows of a walk-forward, and the account that they make together, come to. */
export async function walkStatistics(
  { backtest, prepared, grid }: Sweep,
  of: {
    readonly chosen: readonly ChosenCells[];
    readonly traded: readonly TradedWindow[];
    readonly account: JoinedAccount;
    readonly time: Float64Array;
  },
): Promise<WalkForwardStatistics> {
  const settings = accountSettings({ backtest, prepared }, of.time);
  const series = seriesOfAccount(of, settings);
  const measures = seriesMeasures(series, { riskFreeRate: settings.riskFreeRate, daysPerYear: settings.daysPerYear });
  const sampled = sampledEquity(series, settings.daysPerYear);
  const track = sharpeTrackOf(returnsOf(sampled.equity, series.initialCapital));
  const isTraded = of.chosen.some(({ cells }) => cells.length > 0);
  const known = (measure: () => Measured): Statistic =>
    isTraded ? asStatistic(measure()) : unmeasured("too_few_bars");
  const places = await axisPositions(grid, backtest.grid.axes);
  const firsts = of.chosen.flatMap(({ cells: [first] }) => first ?? []);
  const placeOf = (axis: number, cell: number): number => {
    const place = places.positions[axis]?.[cell] ?? -1;
    return place >= 0 ? place : -1 - cell;
  };
  return {
    // The windows of a program are counted in days of the calendar.
    ...windowStatistics(of.traded, prepared.periods === undefined ? settings.barsPerYear : YEAR_DAYS),
    sharpe: known(measures.sharpe),
    psr: track === null || !isTraded ? unmeasured("zero_variance") : probabilisticSharpe(track),
    total_return: known(measures.total_return),
    cagr: known(measures.cagr),
    volatility: known(measures.volatility),
    max_drawdown: known(measures.max_drawdown),
    parameter_stability: parameterStability(
      backtest.grid.axes.map((spec, axis) => ({
        positions: firsts.map((cell) => placeOf(axis, cell)),
        length: openAxis(spec).count,
        isOrdered: places.ordered[axis] === true,
      })),
    ),
    windows: measured(of.traded.length),
  };
}

/** What the joined account is measured by; of a program by the days that it writes, unless the file says how many are a year. */
export function accountSettings(
  { backtest, prepared }: Pick<Sweep, "backtest" | "prepared">,
  time: Float64Array,
): BacktestSettings {
  if (prepared.periods === undefined) return marketOf({ backtest, prepared }).settings;
  const { settings } = backtest;
  return { ...settings, barsPerYear: settings.barsPerYear ?? barsPerYear({ time }) };
}

function seriesOfAccount(
  { account, time }: { readonly account: JoinedAccount; readonly time: Float64Array },
  { initialCapital, barsPerYear, session }: BacktestSettings,
): EquitySeries {
  return { time, equity: account.equity, initialCapital, barsPerYear, session };
}

/** Reasons that only cells have come down to one that statistics have. */
function asStatistic({ value, reason }: Measured): Statistic {
  if (reason === null) return measured(value);
  return unmeasured(reason === "too_few_bars" || reason === "zero_variance" ? reason : "not_computed");
}
