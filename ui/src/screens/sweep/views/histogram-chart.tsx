import { type PointerEvent, useState } from "react";
import type { MetricFacts } from "../../../api/shapes.ts";
import { formatCount, formatMetric } from "../../../format/numbers.ts";
import type { Limits } from "../limits.ts";
import type { HistogramView } from "../worker/sweep-asks.ts";

interface HistogramChartProps {
  readonly view: HistogramView;
  readonly metric: MetricFacts;
  /** Called with the range that was dragged over, to leave only its cells. */
  readonly brush: (limits: Limits) => void;
}

const HEIGHT = 100;

/** How many cells have which value: of those that count, before all of them in grey. Dragging over it leaves the cells of a range. */
export function HistogramChart({ view: { all, chosen, mark }, metric, brush }: HistogramChartProps) {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const count = all.bars.length;
  const low = all.edges[0] ?? 0;
  const high = all.edges.at(-1) ?? 0;
  const top = Math.max(1, ...all.bars);
  const share = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const end = () => {
    if (drag !== null && Math.abs(drag.to - drag.from) > 0.01) {
      const value = (place: number) => Number((low + place * (high - low)).toPrecision(4));
      brush({ low: value(Math.min(drag.from, drag.to)), high: value(Math.max(drag.from, drag.to)) });
    }
    setDrag(null);
  };
  const heightOf = (bars: Int32Array, bar: number) => ((bars[bar] ?? 0) / top) * HEIGHT;
  return (
    <figure className="histogram">
      <svg
        viewBox={`0 0 ${count} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${metric.label} of ${formatCount(chosen.cells)} cells, from ${formatMetric(low, metric.unit)} to ${formatMetric(high, metric.unit)}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = placeOf(event);
          setDrag({ from: at, to: at });
        }}
        onPointerMove={(event) => {
          if (drag !== null) setDrag({ ...drag, to: placeOf(event) });
        }}
        onPointerUp={end}
        onPointerCancel={() => setDrag(null)}
      >
        {Array.from(all.bars, (_, bar) => (
          <rect
            key={bar}
            className="bar-all"
            x={bar + 0.06}
            width={0.88}
            y={HEIGHT - heightOf(all.bars, bar)}
            height={heightOf(all.bars, bar)}
          />
        ))}
        {Array.from(chosen.bars, (_, bar) => (
          <rect
            key={bar}
            className="bar-chosen"
            x={bar + 0.06}
            width={0.88}
            y={HEIGHT - heightOf(chosen.bars, bar)}
            height={heightOf(chosen.bars, bar)}
          />
        ))}
        {mark !== null && (
          <line className="mark" x1={share(mark.value) * count} x2={share(mark.value) * count} y1={0} y2={HEIGHT} />
        )}
        {drag !== null && (
          <rect
            className="brush"
            x={Math.min(drag.from, drag.to) * count}
            width={Math.abs(drag.to - drag.from) * count}
            y={0}
            height={HEIGHT}
          />
        )}
      </svg>
      <figcaption className="row spread soft">
        <span>{formatMetric(low, metric.unit)}</span>
        <span>
          {mark === null
            ? `${formatCount(chosen.cells)} cells${chosen.without > 0 ? `, ${formatCount(chosen.without)} without a value` : ""}`
            : `the chosen cell: ${formatMetric(mark.value, metric.unit)}, at least as high as ${formatMetric(mark.percentile, "fraction")} of the cells`}
        </span>
        <span>{formatMetric(high, metric.unit)}</span>
      </figcaption>
    </figure>
  );
}

/** Where on the width the pointer is, 0 to 1. */
function placeOf(event: PointerEvent<SVGSVGElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
}
