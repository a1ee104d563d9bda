import { formatParam } from "../../format/format-param.ts";
import { formatUnit } from "../../format/format-metric.ts";
import type { RankedCell } from "../../tearsheet-input.ts";
import { sequentialStep } from "../../svg/colour-steps.ts";
import { PLOT_HEIGHT, PLOT_WIDTH } from "../../svg/line-path.ts";
import { type Markup, markup } from "../../svg/markup.ts";
import { renderPlot } from "../../svg/plot.ts";
import type { Figure } from "../figure.ts";
import type { ObjectiveInfo } from "../parameter-map.ts";
import { paramScales, type ScoredCell, scoredCells } from "./scored-cells.ts";

/** More lines are no picture. */
const MOST_LINES = 300;
const MOST_AXES = 7;

interface Column {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  /** 0 (bottom) … 1 (top). */
  heightOf(cell: ScoredCell): number;
}

/**
 * Every cell as a line over the parameters that vary, with the objective at the right end, the better ones in front and in the
 * stronger colour. Of many cells the best one and others evenly over the ranking. Null when fewer than two parameters vary.
 */
export function parallelChart(
  ranked: readonly RankedCell[],
  axes: readonly string[],
  objective: ObjectiveInfo,
): Figure | null {
  const cells = scoredCells(ranked, objective);
  const scales = paramScales(cells, axes).slice(0, MOST_AXES);
  if (scales.length < 2) return null;
  const scores = cells.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const ends = objective.better === "lower" ? ([high, low] as const) : ([low, high] as const);
  const columns: readonly Column[] = [
    ...scales.map((scale) => ({
      name: scale.name,
      low: formatParam(scale.low),
      high: formatParam(scale.high),
      heightOf: ({ params }: ScoredCell) => scale.placeOf(params[scale.name]),
    })),
    {
      name: objective.label,
      low: formatUnit(low, objective.unit),
      high: formatUnit(high, objective.unit),
      heightOf: ({ score }) => (high === low ? 0.5 : (score - low) / (high - low)),
    },
  ];
  const stride = Math.max(1, Math.ceil(cells.length / MOST_LINES));
  const shown = cells.filter((_, rank) => rank % stride === 0).toReversed();
  return {
    title: "Every cell over its parameters",
    note: stride === 1 ? null : `${shown.length} of ${cells.length} cells, evenly over the ranking`,
    svg: renderPlot({
      label: `Parameters of the cells, and the ${objective.label} that they lead to`,
      size: "tall",
      xTicks: [],
      layers: [
        {
          name: "parallel",
          ticks: [],
          shapes: shown.map((cell) => lineOf(cell, columns, sequentialStep(cell.score, ...ends))),
          marks: columns.map((column, at) => axisOf(column, at, columns.length)),
        },
      ],
    }),
    missing: "",
    legend: [],
    switchable: false,
  };
}

function lineOf(cell: ScoredCell, columns: readonly Column[], step: string): Markup {
  const points = columns.map((column, at) => {
    const x = Math.round((at / (columns.length - 1)) * PLOT_WIDTH);
    return `${x} ${Math.round((1 - column.heightOf(cell)) * PLOT_HEIGHT)}`;
  });
  return markup`<path class="line ${step}" d="M${points.join("L")}"/>`;
}

/** The names under the axes, with the ends of each above and below. */
function axisOf({ name, low, high }: Column, at: number, count: number): Markup {
  const x = (at / (count - 1)) * 100;
  const side = at === 0 ? " start" : at === count - 1 ? " end" : "";
  return markup`<line class="axis" x1="${x}%" x2="${x}%" y1="0" y2="100%"/><text class="end-value${side}" x="${x}%" y="0" dy="-.5em">${high}</text><text class="end-value${side}" x="${x}%" y="100%" dy="1.2em">${low}</text><text class="end-value name${side}" x="${x}%" y="100%" dy="2.5em">${name}</text>`;
}
