import type { YearlyReturn } from "../../engine/metrics/series/charts/calendar-returns.ts";
import { formatChange } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { isMinor, linearAxis, percentTick, type Tick } from "../svg/axis.ts";
import { type Figure, missingFigure } from "./figure.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";

const TITLE = "Return by year";
const MOST_LABELS = 14;

interface Bar {
  /** Percent of the plot, from the left. */
  readonly x: number;
  readonly width: number;
  readonly mark: string;
  readonly value: number;
  readonly title: string;
}

/** One pair of bars a year: the best cell in front of buy and hold. */
export function yearlyBars(best: Performance, benchmark: Performance | null): Figure {
  if (best.years.length === 0) return missingFigure(TITLE, "There are no bars.");
  const market = new Map((benchmark?.years ?? []).map(({ year, value }) => [year, value]));
  const values = [0, ...best.years.map(({ value }) => value), ...market.values()];
  const { height, ticks } = linearAxis(Math.min(...values), Math.max(...values), percentTick);
  const bars = best.years.flatMap((year, index) =>
    barsOf(year, index / best.years.length, { market, count: best.years.length }),
  );
  return {
    title: TITLE,
    note: null,
    svg: renderPlot({
      label: "Return of each calendar year",
      size: "medium",
      xTicks: yearTicks(best.years),
      layers: [{ name: "", ticks, shapes: [], marks: bars.map((bar) => drawBar(bar, height)) }],
    }),
    missing: "",
    legend: [
      { mark: "net block", label: best.name, value: "", series: "" },
      ...(benchmark === null ? [] : [{ mark: "benchmark block", label: benchmark.name, value: "", series: "" }]),
    ],
    switchable: false,
  };
}

interface YearSlots {
  readonly market: ReadonlyMap<number, number>;
  readonly count: number;
}

function barsOf({ year, value }: YearlyReturn, left: number, { market, count }: YearSlots): readonly Bar[] {
  const slot = 100 / count;
  const width = Math.min(slot * 0.36, 6);
  const middle = left * 100 + slot / 2;
  const other = market.get(year);
  const own = { width, mark: value < 0 ? "loss" : "net", value, title: `${year}: ${formatChange(value)}` };
  if (other === undefined) return [{ ...own, x: middle - width / 2 }];
  const title = `${year}, buy and hold: ${formatChange(other)}`;
  return [
    { ...own, x: middle - width },
    { x: middle, width: width * 0.8, mark: "benchmark", value: other, title },
  ];
}

function drawBar({ x, width, mark, value, title }: Bar, height: (value: number) => number): Markup {
  const [zero, end] = [height(0), height(value)];
  const top = (1 - Math.max(zero, end)) * 100;
  return markup`<rect class="bar ${mark}" x="${x}%" width="${width}%" y="${top}%" height="${Math.abs(end - zero) * 100}%"><title>${title}</title></rect>`;
}

function yearTicks(years: readonly YearlyReturn[]): readonly Tick[] {
  const every = Math.ceil(years.length / MOST_LABELS);
  return years
    .map(({ year }, index) => ({ at: (index + 0.5) / years.length, label: String(year), index }))
    .filter(({ index }) => index % every === 0)
    .map(({ at, label }, index, { length }) => ({ at, label, minor: isMinor(index, length) }));
}
