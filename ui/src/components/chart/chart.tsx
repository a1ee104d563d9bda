import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { resolvedColour } from "../../format/colours.ts";
import { formatMoment } from "../../format/moments.ts";
import { useDark } from "../../state/use-dark.ts";

export interface ChartLine {
  readonly label: string;
  /** One per point in time; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Shows a dot at each point: what has few of them would be lost as a line. */
  readonly hasDots?: boolean;
  /** Fills down to 0. */
  readonly isFilled?: boolean;
  readonly spansGaps?: boolean;
}

/** A stretch of time that is told from its neighbours by its ground; null: neither good nor bad. */
export interface ChartBand {
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly tone: "gain" | "loss" | null;
}

interface ChartProps {
  /** What the chart is of, for those who do not see it. */
  readonly label: string;
  /** Seconds since 1970, ascending. */
  readonly time: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly bands?: readonly ChartBand[];
  readonly format: (value: number) => string;
  readonly zone: string;
  readonly height?: number;
  readonly isLog?: boolean;
  /** Charts with the same key show one cursor. */
  readonly sync?: string;
}

/** Colours of lines, in the order in which they are taken. */
const COLOURS = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5"];
/** Lines beyond the colours are told apart by dashes. */
const DASHES = [[], [6, 3], [2, 3], [10, 4]];

const TONES = { gain: "--series-1", loss: "--series-2" } as const;
/** Lines and numbers on a band stay as legible as beside it. */
const BAND_OPACITY = 0.12;
const NO_BANDS: readonly ChartBand[] = [];

/** Below this, seconds, the time of day matters. */
const SHORT_S = 5 * 86_400;

/** Curves over time. */
export function Chart({
  label,
  time,
  lines,
  bands = NO_BANDS,
  format,
  zone,
  height = 220,
  isLog = false,
  sync,
}: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useDark();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const colour = (name: string) => `rgb(${resolvedColour(element, name).join(" ")})`;
    const axis = {
      stroke: colour("--soft"),
      grid: { stroke: colour("--rule"), width: 1 },
      ticks: { show: false },
      font: "11.5px system-ui, sans-serif",
    };
    const precision = (time.at(-1) ?? 0) - (time[0] ?? 0) < SHORT_S ? "minute" : "day";
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { live: true },
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), zone),
        scales: { y: { distr: isLog ? 3 : 1 } },
        axes: [
          { ...axis, space: 96, values: (_, ticks) => ticks.map((tick) => formatMoment(tick * 1000, zone, precision)) },
          { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : format(tick))) },
        ],
        hooks: { drawClear: [(drawn) => drawBands(drawn, bands, colour)] },
        cursor: { points: { size: 7 }, ...(sync !== undefined && { sync: { key: sync } }) },
        series: [
          { label: "time", value: (_, at) => (at === null ? "–" : formatMoment(at * 1000, zone, precision)) },
          ...lines.map((line, place): uPlot.Series => {
            const stroke = colour(COLOURS[place % COLOURS.length] ?? "--series-1");
            return {
              label: line.label,
              stroke,
              width: 1.5,
              // Points in time that one line has and another has not are no gaps.
              spanGaps: line.spansGaps ?? false,
              dash: DASHES[Math.floor(place / COLOURS.length) % DASHES.length] ?? [],
              points: { show: line.hasDots ?? false, size: 5 },
              value: (_, value) => (value === null ? "–" : format(value)),
              ...(line.isFilled === true && {
                fill: stroke.replace("rgb(", "rgba(").replace(")", " / 0.16)"),
                fillTo: 0,
              }),
            };
          }),
        ],
      },
      [[...time], ...lines.map(({ values }) => [...values])],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [bands, format, height, isDark, isLog, lines, sync, time, zone]);
  return <div ref={box} className="chart" role="img" aria-label={label} />;
}

function drawBands(plot: uPlot, bands: readonly ChartBand[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.globalAlpha = BAND_OPACITY;
  for (const { from, to, tone } of bands) {
    const [left, right] = [from, to].map((at) => plot.valToPos(at, "x", true));
    ctx.fillStyle = colour(tone === null ? "--soft" : TONES[tone]);
    // A hair narrower, so that neighbours are told apart.
    ctx.fillRect(left ?? 0, bbox.top, Math.max(1, (right ?? 0) - (left ?? 0) - 1), bbox.height);
  }
  ctx.restore();
}
