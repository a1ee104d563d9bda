import { useCallback } from "react";
import type { Axis, MetricFacts } from "../../../api/shapes.ts";
import { resolvedColour } from "../../../format/colours.ts";
import { formatCount, formatMetric, formatParam } from "../../../format/numbers.ts";
import type { Density } from "../worker/density.ts";
import { drawDensity } from "./draw-density.ts";
import { type CanvasSize, useCanvas } from "./use-canvas.ts";

interface ParallelCoordinatesProps {
  readonly view: Density;
  readonly axes: readonly Axis[];
  readonly metric: MetricFacts;
}

/** Every cell as a line over its parameters to its value, drawn as density: where many lines lie it is dark, however many there are. */
export function ParallelCoordinates({ view, axes, metric }: ParallelCoordinatesProps) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: CanvasSize, canvas: HTMLCanvasElement) => {
      drawDensity(context, size, {
        view,
        behind: resolvedColour(canvas, "--rule-strong"),
        front: resolvedColour(canvas, "--accent"),
        line: resolvedColour(canvas, "--soft"),
      });
    },
    [view],
  );
  const canvas = useCanvas(draw);
  const lines = [
    ...axes.map(({ name, values }) => ({ name, low: formatParam(values[0]), high: formatParam(values.at(-1)) })),
    { name: metric.label, low: formatMetric(view.low, metric.unit), high: formatMetric(view.high, metric.unit) },
  ];
  return (
    <figure className="parallel">
      <div className="parallel-heads">
        {lines.map(({ name, high }) => (
          <span key={name}>
            <b>{name}</b>
            <span className="soft">{high}</span>
          </span>
        ))}
      </div>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Density of ${formatCount(view.cells)} cells over ${lines.map(({ name }) => name).join(", ")}`}
      />
      <div className="parallel-heads">
        {lines.map(({ name, low }) => (
          <span key={name} className="soft">
            {low}
          </span>
        ))}
      </div>
      <figcaption className="soft">
        {formatCount(view.cells)} cells drawn
        {view.notDrawn > 0 && `, ${formatCount(view.notDrawn)} have no value or stand on no axis`}
      </figcaption>
    </figure>
  );
}
