import type { WalkForwardResult } from "../../analytics/walk-forward/walk-forward-result.ts";
import type { ParamValue } from "../../core/params/param-spec.ts";
import { type Figure, missingFigure } from "../chart/figure.ts";
import { formatParam } from "../format/format-param.ts";
import { formatPercent } from "../format/format-number.ts";
import { cutToWidth, printable } from "../format/terminal-text.ts";
import type { RankedCell } from "../tearsheet-input.ts";
import { type Tick, timeTicks } from "../svg/axis.ts";
import { PLOT_HEIGHT, PLOT_WIDTH } from "../svg/line-path.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { type Layer, renderPlot } from "../svg/plot.ts";
import { timeSpan } from "../svg/time-line.ts";
import { type WindowBand, windowBands } from "./window-bands.ts";

const TITLE = "Path of the chosen parameters";
const MOST_LANES = 6;
/** Of a lane's height; above and below its values. */
const PADDING = 0.24;
const LABEL_COLUMNS = 7;

/** What one parameter was in each window, drawn in a strip of the picture. */
interface Lane {
  readonly name: string;
  /** Null where no cell was chosen. */
  readonly values: readonly (ParamValue | null)[];
  /** All that the parameter could be: where a value lies follows from its rank among them. */
  readonly possible: readonly ParamValue[];
}

/**
 * The parameters of the cell that each window traded, a strip for each of them, by their place among the values of the grid.
 * Of more than six parameters the first.
 */
export function parameterPath(result: WalkForwardResult, ranked: readonly Pick<RankedCell, "params">[]): Figure {
  const { windows, varying, curve, statistics } = result;
  const span = timeSpan(Float64Array.from(curve, ({ time }) => time));
  const lanes = varying.map((name) => laneOf(name, result, ranked)).filter(({ possible }) => possible.length > 1);
  if (span === null || lanes.length === 0) return missingFigure(TITLE, "Nothing varies from window to window.");
  const bands = windowBands(windows, varying, span);
  const shown = lanes.slice(0, MOST_LANES);
  const stability = statistics.parameter_stability.value;
  const left = lanes.length - shown.length;
  const notes = [
    ...(stability === null ? [] : [`stability ${formatPercent(stability)}`]),
    ...(left > 0 ? [`${left} more in the table`] : []),
  ];
  return {
    title: TITLE,
    note: notes.length === 0 ? null : notes.join(", "),
    svg: renderPlot({
      label: `The chosen ${shown.map(({ name }) => name).join(", ")} of each window over time`,
      size: shown.length > 2 ? "tall" : "medium",
      xTicks: timeTicks(span.from, span.to, 12),
      layers: shown.map((lane, at) => laneLayer(lane, { at, count: shown.length }, bands)),
    }),
    missing: "",
    legend: [],
    switchable: false,
  };
}

function laneOf(name: string, { windows }: WalkForwardResult, ranked: readonly Pick<RankedCell, "params">[]): Lane {
  const values = windows.map(({ params }) => params?.[name] ?? null);
  const known = new Set<ParamValue>(ranked.flatMap(({ params }) => params[name] ?? []));
  for (const value of values) if (value !== null) known.add(value);
  return { name, values, possible: [...known].sort(inOrder) };
}

/** Numbers by size, and before names; names by their letters. */
function inOrder(a: ParamValue, b: ParamValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number" || typeof b === "number") return typeof a === "number" ? -1 : 1;
  return String(a) < String(b) ? -1 : 1;
}

function laneLayer(
  { name, values, possible }: Lane,
  { at, count }: { readonly at: number; readonly count: number },
  bands: readonly WindowBand[],
): Layer {
  const places = new Map(possible.map((value, rank) => [value, rank / (possible.length - 1)]));
  const top = 1 - at / count;
  const heightOf = (place: number): number => top - (1 - PADDING - place * (1 - 2 * PADDING)) / count;
  const steps = bands.map(({ from, to, title }, window): Markup | null => {
    const value = values[window] ?? null;
    if (value === null) return null;
    const y = Math.round((1 - heightOf(places.get(value) ?? 0)) * PLOT_HEIGHT);
    const [left, right] = [from, to].map((x) => Math.round(x * PLOT_WIDTH));
    return markup`<path class="step" d="M${left ?? 0} ${y}H${right ?? 0}"><title>${title}</title></path>`;
  });
  const ends = [possible[0], possible.at(-1)];
  return {
    name: "lane",
    ticks: ends.map((value, place): Tick => ({ at: heightOf(place), label: labelOf(value), minor: false })),
    shapes: [joinsOf(values, { bands, places, heightOf }), ...steps.filter((step) => step !== null)],
    marks: [markup`<text class="axis-name" x="0" y="${(1 - top) * 100}%" dy="1em">${printable(name)}</text>`],
  };
}

/** Thin lines from window to window, so that the eye follows a parameter that jumps. */
function joinsOf(
  values: readonly (ParamValue | null)[],
  of: {
    readonly bands: readonly WindowBand[];
    readonly places: ReadonlyMap<ParamValue, number>;
    readonly heightOf: (place: number) => number;
  },
): Markup {
  const points = values.flatMap((value, window) => {
    const band = of.bands[window];
    if (value === null || band === undefined) return [];
    const y = Math.round((1 - of.heightOf(of.places.get(value) ?? 0)) * PLOT_HEIGHT);
    return [band.from, band.to].map((x) => `${Math.round(x * PLOT_WIDTH)} ${y}`);
  });
  return markup`<path class="line join" d="M${points.length === 0 ? "0 0" : points.join("L")}"/>`;
}

function labelOf(value: ParamValue | undefined): string {
  return cutToWidth(printable(formatParam(value)), LABEL_COLUMNS);
}
