import type { Histogram } from "../../core/numbers/histogram.ts";
import { formatCount } from "../format/format-number.ts";
import { linearAxis, plainTicks, type TickFormat } from "../svg/axis.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { type Plot, renderPlot } from "../svg/plot.ts";

/** A named value that a vertical line marks. */
export interface Marker {
  readonly value: number;
  readonly label: string;
  /** CSS class. */
  readonly mark: string;
}

export interface HistogramPlot {
  readonly label: string;
  readonly histogram: Histogram;
  readonly format: TickFormat;
  readonly markers: readonly Marker[];
  readonly size: Plot["size"];
}

const countTick: TickFormat = (value) => (Number.isInteger(value) ? formatCount(value) : "");

/** Bars of a distribution, losses and gains in their colours; null without a value. */
export function histogramPlot({ label, histogram, format, markers, size }: HistogramPlot): Markup | null {
  const { from, step, counts } = histogram;
  if (counts.length === 0) return null;
  const low = Math.min(from, ...markers.map(({ value }) => value));
  const high = Math.max(from + step * counts.length, ...markers.map(({ value }) => value));
  const place = (value: number) => ((value - low) / (high - low)) * 100;
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  const { height, ticks } = linearAxis(0, most, countTick);
  const bars = counts.map((count, bin) => {
    if (count === 0) return null;
    const start = from + bin * step;
    const rise = height(count) * 100;
    const title = `${format(start, step)} to ${format(start + step, step)}: ${formatCount(count)}`;
    return markup`<rect class="bar count ${start + step / 2 < 0 ? "loss" : "net"}" x="${place(start)}%" width="${Math.max(0.1, (step / (high - low)) * 100 - 0.15)}%" y="${100 - rise}%" height="${rise}%"><title>${title}</title></rect>`;
  });
  const lines = markers.map(
    ({ value, mark, label }) =>
      markup`<line class="marker ${mark}" x1="${place(value)}%" x2="${place(value)}%" y1="0" y2="100%"><title>${label}</title></line>`,
  );
  return renderPlot({
    label,
    size,
    xTicks: plainTicks(low, high, format),
    layers: [
      {
        name: "",
        ticks: ticks.filter(({ label }) => label !== ""),
        shapes: [],
        marks: [...bars.filter((bar) => bar !== null), ...lines],
      },
    ],
  });
}
