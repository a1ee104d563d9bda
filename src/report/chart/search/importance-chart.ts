import { fanovaShares } from "../../../analytics/search/fanova.ts";
import { formatPercent } from "../../format/format-number.ts";
import type { RankedCell } from "../../tearsheet-input.ts";
import { percentTick, plainTicks } from "../../svg/axis.ts";
import { markup } from "../../svg/markup.ts";
import { renderPlot } from "../../svg/plot.ts";
import { type Figure, missingFigure } from "../figure.ts";
import type { ObjectiveInfo } from "../parameter-map.ts";
import { paramScales, scoredCells } from "./scored-cells.ts";

const TITLE = "What moves the objective";
const MOST_BARS = 10;

/** Share of the objective's variance that each parameter explains by itself (fANOVA), the greatest first. Null when none varies. */
export function importanceChart(
  ranked: readonly RankedCell[],
  axes: readonly string[],
  objective: ObjectiveInfo,
): Figure | null {
  // By their numbers, as `show` and the web UI have them: which rows a tree is grown on goes by their places.
  const cells = scoredCells(ranked, objective).toSorted((a, b) => a.cell - b.cell);
  const scales = paramScales(cells, axes);
  if (scales.length === 0) return null;
  const shares = fanovaShares({
    columns: scales.map((scale) => Float64Array.from(cells, ({ params }) => scale.placeOf(params[scale.name]))),
    scores: Float64Array.from(cells, ({ score }) => score),
  });
  if (shares === null) return missingFigure(TITLE, "It takes ten cells of which the objective differs.");
  const bars = scales
    .map(({ name }, axis) => ({ name, share: shares[axis] ?? 0 }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, MOST_BARS);
  const together = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  const row = 100 / bars.length;
  const marks = bars.map(({ name, share }, at) => {
    const text = `${name}: ${formatPercent(share)}`;
    return markup`<rect class="bar count net" x="0" y="${(at + 0.45) * row}%" width="${share * 100}%" height="${row * 0.4}%"><title>${text}</title></rect><text class="axis-name" x="0" y="${(at + 0.35) * row}%">${text}</text>`;
  });
  return {
    title: TITLE,
    note: `by fANOVA over ${cells.length} cells; ${formatPercent(together)} by parameters together`,
    svg: renderPlot({
      label: `Share of the variance of ${objective.label} that each parameter explains`,
      size: "medium",
      xTicks: plainTicks(0, 1, percentTick),
      layers: [{ name: "", ticks: [], shapes: [], marks }],
    }),
    missing: "",
    legend: [],
    switchable: false,
  };
}
