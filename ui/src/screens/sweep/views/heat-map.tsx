import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useState } from "react";
import type { Heatmap } from "../../../../../src/analytics/sweep-views/heatmap.ts";
import type { MetricFacts, ParamValue } from "../../../api/shapes.ts";
import { colourScale, resolvedColour } from "../../../format/colours.ts";
import { formatCount, formatMetric, formatParam } from "../../../format/numbers.ts";
import { AxisTicks } from "./axis-ticks.tsx";
import { paintFields } from "./paint-fields.ts";
import { type CanvasSize, useCanvas } from "./use-canvas.ts";

/** An axis with the values that each of its fields begins and ends with. */
export interface FieldAxis {
  readonly name: string;
  readonly values: readonly ParamValue[];
  readonly last: readonly ParamValue[];
}

interface HeatMapProps {
  readonly view: Heatmap;
  readonly x: FieldAxis;
  readonly y: FieldAxis | null;
  readonly metric: MetricFacts;
  readonly isCount: boolean;
  /** Field of the chosen cell; null for none. */
  readonly marked: number | null;
  readonly choose: (cell: number) => void;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** All cells on two axes, as colours. The mouse or the arrow keys tell a field's value; a click or Enter chooses its cell. */
export function HeatMap({ view, x, y, metric, isCount, marked, choose }: HeatMapProps) {
  const [field, setField] = useState<number | null>(null);
  const { low, high, darkest, faintest } = useMemo(() => boundsOf(view.values), [view]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: CanvasSize, canvas: HTMLCanvasElement) => {
      const scale = colourScale(
        ["--map-low", "--map-middle", "--map-high"].map((name) => resolvedColour(canvas, name)),
      );
      context.imageSmoothingEnabled = false;
      context.drawImage(paintFields({ ...view, low: faintest, high: darkest }, scale), 0, 0, size.width, size.height);
      const [red, green, blue] = resolvedColour(canvas, "--series-2");
      for (const one of [marked, field])
        if (one !== null) outline(context, size, { view, field: one, colour: `rgb(${red} ${green} ${blue})` });
    },
    [darkest, faintest, field, marked, view],
  );
  const canvas = useCanvas(draw);
  const point = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * view.columns);
    const row = view.rows - 1 - Math.floor(((event.clientY - box.top) / box.height) * view.rows);
    setField(within(column, view.columns) + within(row, view.rows) * view.columns);
  };
  const act = (one: number | null) => {
    const cell = one === null ? -1 : (view.best[one] ?? -1);
    if (cell >= 0) choose(cell);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "Enter") return act(field);
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = field ?? marked ?? 0;
    const column = within((at % view.columns) + step[0], view.columns);
    const row = within(Math.floor(at / view.columns) + step[1], view.rows);
    setField(row * view.columns + column);
  };
  return (
    <div className="heat">
      <div className="heat-plot">
        {y !== null && <AxisTicks axis={y} isVertical />}
        {/* The keys of a picture of fields: no role of a widget says more. */}
        <div
          className="heat-box"
          role="application"
          tabIndex={0}
          aria-label={`Heat map of ${metric.label}: ${x.name} across${y === null ? "" : `, ${y.name} upwards`}. Arrow keys move, Enter chooses the cell.`}
          onMouseMove={point}
          onMouseLeave={() => setField(null)}
          onClick={() => act(field)}
          onKeyDown={key}
        >
          <canvas ref={canvas} />
        </div>
        <AxisTicks axis={x} />
      </div>
      <p className="heat-said" role="status">
        {field === null ? (
          <span className="soft">
            {isCount ? "cells" : metric.label} from {said(low, metric, isCount)} to {said(high, metric, isCount)};
            colours from {said(faintest, metric, isCount)} to {said(darkest, metric, isCount)}
          </span>
        ) : (
          <>
            {x.name} <b>{spanOf(x, field % view.columns)}</b>
            {y !== null && (
              <>
                {" · "}
                {y.name} <b>{spanOf(y, Math.floor(field / view.columns))}</b>
              </>
            )}
            {" · "}
            <b>{said(view.values[field] ?? Number.NaN, metric, isCount)}</b>{" "}
            <span className="soft">of {formatCount(view.counts[field] ?? 0)} cells</span>
          </>
        )}
      </p>
    </div>
  );
}

function spanOf({ values, last }: FieldAxis, field: number): string {
  const [from, to] = [formatParam(values[field]), formatParam(last[field])];
  return from === to ? from : `${from} to ${to}`;
}

function said(value: number, metric: MetricFacts, isCount: boolean): string {
  return formatMetric(Number.isFinite(value) ? value : null, isCount ? "count" : metric.unit);
}

function within(value: number, length: number): number {
  return Math.min(Math.max(value, 0), length - 1);
}

/** Share of the fields at each end that have the colour of the end: a single loss would make all others look alike. */
const BEYOND = 0.02;

interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Between these the colours change. */
  readonly faintest: number;
  readonly darkest: number;
}

function boundsOf(values: Float64Array): Bounds {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { low: at(0), high: at(1), faintest: at(BEYOND), darkest: at(1 - BEYOND) };
}

interface Outlined {
  readonly view: Heatmap;
  readonly field: number;
  readonly colour: string;
}

function outline(
  context: CanvasRenderingContext2D,
  { width, height }: CanvasSize,
  { view, field, colour }: Outlined,
): void {
  const [wide, high] = [width / view.columns, height / view.rows];
  const column = field % view.columns;
  const row = view.rows - 1 - Math.floor(field / view.columns);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(column * wide - 1, row * high - 1, Math.max(wide, 4) + 2, Math.max(high, 4) + 2);
}
