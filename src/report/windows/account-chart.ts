import type { WalkForwardResult } from "../../analytics/walk-forward/walk-forward-result.ts";
import { type Figure, type LegendItem, missingFigure } from "../chart/figure.ts";
import { formatMoney } from "../format/format-number.ts";
import { linearAxis, logAxis, moneyTick, timeTicks } from "../svg/axis.ts";
import { linePath, PLOT_HEIGHT, PLOT_WIDTH } from "../svg/line-path.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";
import { positionsOf, rangeOf, timeSpan } from "../svg/time-line.ts";
import { type WindowBand, windowBands } from "./window-bands.ts";

const TITLE = "Account out of sample";
/** From here on a linear scale shows the last years alone. */
const LOG_FROM_GROWTH = 20;
const TONES = [
  { tone: "gain", label: "windows that gained" },
  { tone: "loss", label: "windows that lost" },
  { tone: "still", label: "without a trade" },
] as const satisfies readonly { readonly tone: WindowBand["tone"]; readonly label: string }[];

/** What the chosen cells earned one after another, over a band for each window: blue where it gained, orange where it lost. */
export function accountChart({ curve, windows, varying, initialCapital }: WalkForwardResult): Figure {
  const time = Float64Array.from(curve, (point) => point.time);
  const values = Float64Array.from(curve, ({ equity }) => equity);
  const span = timeSpan(time);
  const range = rangeOf([values, Float64Array.of(initialCapital)]);
  if (span === null || range === null) return missingFigure(TITLE, "It takes at least two bars to draw a curve.");
  const [low, high] = range;
  const isLog = low > 0 && high / initialCapital >= LOG_FROM_GROWTH;
  const { height, ticks } = isLog ? logAxis(low, high, moneyTick) : linearAxis(low, high, moneyTick);
  const bands = windowBands(windows, varying, span);
  const start = Float64Array.of(initialCapital, initialCapital);
  const account: LegendItem = { mark: "net", label: "the account", value: formatMoney(values.at(-1) ?? 0), series: "" };
  return {
    title: TITLE,
    note: isLog ? "on a logarithmic scale" : null,
    svg: renderPlot({
      label: "The joined account over time, with a band for each window",
      size: "tall",
      xTicks: timeTicks(span.from, span.to, 12),
      layers: [
        {
          name: "",
          ticks,
          shapes: [
            ...bands.map(bandShape),
            markup`<path class="line start" d="${linePath({ positions: Float64Array.of(0, 1), values: start, height })}"/>`,
            markup`<path class="line net" d="${linePath({ positions: positionsOf(time, span), values, height })}"/>`,
          ],
        },
      ],
    }),
    missing: "",
    legend: [
      account,
      ...TONES.filter(({ tone }) => bands.some((band) => band.tone === tone)).map(
        ({ tone, label }): LegendItem => ({ mark: `block ${tone}`, label, value: "", series: "" }),
      ),
    ],
    switchable: false,
  };
}

/** A hair narrower than the window, so that neighbours are told apart. */
const SEAM = 3;

function bandShape({ from, to, tone, title }: WindowBand): Markup {
  const width = Math.max(1, (to - from) * PLOT_WIDTH - SEAM);
  return markup`<rect class="band ${tone}" x="${from * PLOT_WIDTH}" y="0" width="${width}" height="${PLOT_HEIGHT}"><title>${title}</title></rect>`;
}
