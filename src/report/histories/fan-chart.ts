import {
  FAN_PROBABILITIES,
  type FanPoint,
  type MonteCarloResult,
} from "../../analytics/monte-carlo/monte-carlo-result.ts";
import { type Figure, missingFigure } from "../chart/figure.ts";
import { formatCount, formatMoney } from "../format/format-number.ts";
import { linearAxis, logAxis, moneyTick, plainTicks } from "../svg/axis.ts";
import { linePath, PLOT_HEIGHT, PLOT_WIDTH } from "../svg/line-path.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";

const TITLE = "Account of other histories";

/** The account over time: what lies between the quantiles of the histories as bands, their median, and the account that was. */
export function fanChart({ fan, runs, unit, returns }: MonteCarloResult): Figure {
  if (fan.length === 0) return missingFigure(TITLE, "There are no returns that histories could be drawn from.");
  const values = fan.flatMap(({ quantiles, real }) => [...quantiles, real]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const { height, ticks } = low > 0 ? logAxis(low, high, moneyTick) : linearAxis(low, high, moneyTick);
  const positions = Float64Array.from(fan, ({ after }) => after / returns);
  const line = (mark: string, valueOf: (point: FanPoint) => number): Markup =>
    markup`<path class="line ${mark}" d="${linePath({ positions, values: Float64Array.from(fan, valueOf), height })}"/>`;
  const middle = (FAN_PROBABILITIES.length - 1) / 2;
  const bands = Array.from({ length: middle }, (_, at) => {
    const edges = [at, FAN_PROBABILITIES.length - 1 - at].map((edge) =>
      fan.map(({ quantiles }, point) => pointAt(positions[point] ?? 0, height(quantiles[edge] ?? 0))),
    );
    return markup`<path class="area fan" d="M${edges.flatMap((edge, i) => (i === 0 ? edge : edge.toReversed())).join("L")}z"/>`;
  });
  return {
    title: TITLE,
    note: `${formatCount(runs)} of ${formatCount(returns)} ${unit} each`,
    svg: renderPlot({
      label: "Quantiles of the account in other histories over time, and the account that was",
      size: "tall",
      xTicks: plainTicks(0, returns, formatCount),
      layers: [
        {
          name: "",
          ticks,
          shapes: [...bands, line("start", ({ quantiles }) => quantiles[middle] ?? 0), line("net", ({ real }) => real)],
        },
      ],
    }),
    missing: "",
    legend: [
      { mark: "net", label: "as it was", value: formatMoney(fan.at(-1)?.real ?? 0), series: "" },
      { mark: "median", label: "median", value: formatMoney(fan.at(-1)?.quantiles[middle] ?? 0), series: "" },
      { mark: "block fan", label: "25 % to 75 %, and 5 % to 95 %", value: "", series: "" },
    ],
    switchable: false,
  };
}

function pointAt(position: number, height: number): string {
  return `${Math.round(position * PLOT_WIDTH)} ${Math.round((1 - height) * PLOT_HEIGHT)}`;
}
