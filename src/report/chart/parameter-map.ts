import { quantile, ticks } from "d3-array";
import type { ParamValue } from "../../core/params/param-spec.ts";
import { metricValue } from "../../engine/metrics/metric-catalogue.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import { formatUnit } from "../format/format-metric.ts";
import { formatParam } from "../format/format-param.ts";
import type { ParameterPlane, PlaneAxis } from "./parameter-plane.ts";
import { isMinor, linearAxis, type Tick, unitTick } from "../svg/axis.ts";
import { sequentialStep } from "../svg/colour-steps.ts";
import { type Figure, type LegendItem, missingFigure } from "./figure.ts";
import { linePath, PLOT_HEIGHT, PLOT_WIDTH } from "../svg/line-path.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";
import { rangeOf } from "../svg/time-line.ts";

const TITLE = "Parameter map";
/** Columns and rows up to which every place has its number printed. */
const MOST_PRINTED = 12;
const MOST_LABELS = 12;
const FEWEST_ROUND = 4;
const MOST_DOTS = 60;
const MOST_LETTERS = 10;
const MOST_NAME_LETTERS = 30;
const WASHED_OUT = 0.05;

/** The objective over the grid: a heatmap of two axes, a line over one. */
export function parameterMap(plane: ParameterPlane, objective: ObjectiveInfo): Figure {
  const values = Float64Array.from(
    plane.cells,
    (cell) => (cell && metricValue(cell.metrics, objective.id)) ?? Number.NaN,
  );
  const range = rangeOf([values]);
  if (range === null) return missingFigure(TITLE, `No cell has a value for ${objective.label}.`);
  const map = { plane, values, ...scaleOf(values, range, objective), objective };
  return {
    title: TITLE,
    note: noteOf(plane, objective),
    svg: plane.y === null ? lineOverAxis(map, range) : heatmap(map, plane.y),
    missing: "",
    legend: plane.y === null ? [] : [scaleLegend(map)],
    switchable: false,
  };
}

/** The ranked metric, as in the catalogue. */
export type ObjectiveInfo = MetricInfo;

interface MapInput {
  readonly plane: ParameterPlane;
  /** Objective per place; NaN where there is none. */
  readonly values: Float64Array;
  readonly worst: number;
  readonly best: number;
  readonly objective: ObjectiveInfo;
}

/** The colours end at the worst twentieth: a few hopeless cells must not wash out the differences between good ones. */
function scaleOf(values: Float64Array, [low, high]: readonly [number, number], { better }: ObjectiveInfo) {
  return better === "lower"
    ? { worst: quantile(values, 1 - WASHED_OUT) ?? high, best: low }
    : { worst: quantile(values, WASHED_OUT) ?? low, best: high };
}

function scaleLegend({ worst, best, objective }: MapInput): LegendItem {
  const label = `${formatUnit(worst, objective.unit)} or worse … ${formatUnit(best, objective.unit)}`;
  return { mark: "scale", label, value: "", series: "cell" };
}

function noteOf({ folded, y }: ParameterPlane, { label }: MetricInfo): string {
  if (folded.length === 0) return y === null ? `${label} over the only varying parameter` : label;
  return `${label}, the best over ${folded.join(", ")}`;
}

function heatmap(map: MapInput, y: PlaneAxis): Markup {
  const { x } = map.plane;
  const [columns, rows] = [x.values.length, y.values.length];
  const printed = columns <= MOST_PRINTED && rows <= MOST_PRINTED;
  const steps = markup`<svg viewBox="0 0 ${columns} ${rows}" preserveAspectRatio="none" width="${PLOT_WIDTH}" height="${PLOT_HEIGHT}">${colouredSteps(map, rows)}</svg>`;
  const yName = markup`<text class="axis-name" x="0" y="0" dy="-.6em">↑ ${cutName(y.name, MOST_NAME_LETTERS)}</text>`;
  return renderPlot({
    label: `${map.objective.label} by ${x.name} (across) and ${y.name} (up)`,
    size: "tall",
    xTicks: valueTicks(x),
    layers: [
      {
        name: "map",
        ticks: valueTicks(y),
        shapes: [steps],
        marks: [...(printed ? printedValues(map, rows) : []), bestMark(map, rows), yName, xName(x)],
      },
    ],
    hover: "map",
  });
}

/** One path per colour, so that 20,000 cells stay small. */
function colouredSteps(map: MapInput, rows: number): readonly Markup[] {
  const columns = map.plane.x.values.length;
  const paths = new Map<string, string>();
  for (const [place, value] of map.values.entries()) {
    if (Number.isNaN(value)) continue;
    const step = sequentialStep(value, map.worst, map.best);
    const [column, row] = [place % columns, Math.floor(place / columns)];
    paths.set(step, `${paths.get(step) ?? ""}M${column} ${rows - 1 - row}h1v1h-1z`);
  }
  return [...paths].map(([step, path]) => markup`<path class="${step}" d="${path}"/>`);
}

function printedValues(map: MapInput, rows: number): Markup[] {
  const columns = map.plane.x.values.length;
  return [...map.values.entries()]
    .filter(([, value]) => !Number.isNaN(value))
    .map(([place, value]) => {
      const x = ((place % columns) + 0.5) / columns;
      const y = 1 - (Math.floor(place / columns) + 0.5) / rows;
      const text = formatUnit(value, map.objective.unit);
      return markup`<text class="cell ${sequentialStep(value, map.worst, map.best)}" x="${x * 100}%" y="${y * 100}%" dy=".35em">${text}</text>`;
    });
}

/** A frame around the best cell. */
function bestMark({ plane, values, best }: MapInput, rows: number): Markup {
  const columns = plane.x.values.length;
  const place = values.indexOf(best);
  const [x, y] = [(place % columns) / columns, 1 - (Math.floor(place / columns) + 1) / rows];
  return markup`<rect class="chosen" x="${x * 100}%" y="${y * 100}%" width="${100 / columns}%" height="${100 / rows}%"/>`;
}

function lineOverAxis({ plane, values, best, objective }: MapInput, range: readonly [number, number]): Markup {
  const { x } = plane;
  const positions = Float64Array.from(x.values, (_, index) => (index + 0.5) / x.values.length);
  const axis = linearAxis(range[0], range[1], unitTick(objective.unit));
  const dots = [...values.entries()]
    .filter(([, value]) => !Number.isNaN(value) && x.values.length <= MOST_DOTS)
    .map(([index, value]) => dot(positions[index] ?? 0, axis.height(value), value === best));
  return renderPlot({
    label: `${objective.label} by ${x.name}`,
    size: "medium",
    xTicks: valueTicks(x),
    layers: [
      {
        name: "",
        ticks: axis.ticks,
        shapes: [markup`<path class="line net" d="${linePath({ positions, values, height: axis.height })}"/>`],
        marks: [...dots, xName(x)],
      },
    ],
  });
}

function dot(across: number, up: number, isBest: boolean): Markup {
  return markup`<circle class="dot${isBest ? " chosen" : ""}" cx="${across * 100}%" cy="${(1 - up) * 100}%" r="${isBest ? 5 : 3}"/>`;
}

function xName({ name }: PlaneAxis): Markup {
  return markup`<text class="axis-name end" x="100%" y="100%" dy="3.1em">${cutName(name, MOST_NAME_LETTERS)} →</text>`;
}

function valueTicks({ values }: PlaneAxis): readonly Tick[] {
  return labelledPlaces(values).map((index, place, places) => ({
    at: (index + 0.5) / values.length,
    label: cutName(formatParam(values[index]), MOST_LETTERS),
    minor: isMinor(place, places.length),
  }));
}

/** All values of a short axis; of a long one those at round numbers, or else every so many. */
function labelledPlaces(values: readonly ParamValue[]): readonly number[] {
  if (values.length <= MOST_LABELS) return values.map((_, index) => index);
  const every = Math.ceil(values.length / MOST_LABELS);
  const [first, last] = [Number(values[0]), Number(values.at(-1))];
  const round = ticks(first, last, MOST_LABELS / 2).map((value) => values.indexOf(value));
  const found = round.filter((index) => index >= 0);
  return found.length >= FEWEST_ROUND ? found : values.map((_, index) => index).filter((index) => index % every === 0);
}

function cutName(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
