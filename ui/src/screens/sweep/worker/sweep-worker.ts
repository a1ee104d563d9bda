import { type CellPlaces, placesOn } from "../../../../../src/analytics/sweep-views/cell-places.ts";
import { chooseCells } from "../../../../../src/analytics/sweep-views/choose-cells.ts";
import { heatmap } from "../../../../../src/analytics/sweep-views/heatmap.ts";
import { histogram, percentileOf } from "../../../../../src/analytics/sweep-views/histogram.ts";
import { axisBins, coarsePlaces } from "../../../../../src/analytics/sweep-views/coarse-places.ts";
import { importance } from "../../../../../src/analytics/sweep-views/importance.ts";
import { axisUnits, searchImportance } from "../../../../../src/analytics/sweep-views/search-importance.ts";
import { ColumnError, metricColumn, placesOf } from "./columns.ts";
import { densityOf } from "./density.ts";
import type {
  CellChoice,
  HistogramAsk,
  HistogramView,
  SweepAnswers,
  SweepAsk,
  TopView,
  WorkerAnswer,
  WorkerRequest,
} from "./sweep-asks.ts";
import { type TopCells, topCells } from "./top-cells.ts";

// Everything that looks at each cell is done here, so that no hand that brushes has to wait for it.

const waiting = new Map<number, SweepAsk>();
let isWorking = false;

addEventListener("message", ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.ask === null) waiting.delete(data.id);
  else waiting.set(data.id, data.ask);
  if (!isWorking) void work();
});

async function work(): Promise<void> {
  isWorking = true;
  for (let next = first(); next !== null; next = first()) {
    const [id, ask] = next;
    waiting.delete(id);
    tell(await answered(id, ask));
    // Lets in what has come meanwhile: often that nobody waits for the next one any more.
    await new Promise((resolve) => setTimeout(resolve));
  }
  isWorking = false;
}

function first(): readonly [number, SweepAsk] | null {
  return waiting.entries().next().value ?? null;
}

async function answered(id: number, ask: SweepAsk): Promise<WorkerAnswer> {
  try {
    return { id, value: await answerTo(ask) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id, failure: { problem: error instanceof ColumnError ? error.problem : null, message } };
  }
}

async function answerTo(ask: SweepAsk): Promise<SweepAnswers[keyof SweepAnswers]> {
  const { sweep } = ask;
  const [values, places] = await Promise.all([metricColumn(sweep, ask.metric), placesOf(sweep)]);
  const chosen = chooseCells(places, await selectionOf(ask));
  switch (ask.kind) {
    case "heat":
      return heatmap({ places: coarse(places), values, x: ask.x, y: ask.y, reduce: ask.reduce, chosen });
    case "histogram":
      return histogramView(ask, values, chosen);
    case "importance":
      return places.listed === undefined
        ? importance(places, values, chosen)
        : searchImportance({ places, axes: ask.axes.map(axisUnits) }, values, chosen);
    case "density":
      return densityOf({ places, values, chosen, axes: ask.axes });
    case "top":
      return topView(places, topCells({ values, chosen, isLowFirst: ask.isLowFirst, count: ask.count }));
  }
}

function coarse(places: CellPlaces): CellPlaces {
  const bins = places.lengths.map((length) => axisBins(length, places.cells));
  return places.listed === undefined ? places : coarsePlaces(places, bins);
}

function topView(places: CellPlaces, top: TopCells): TopView {
  const axes = places.lengths.map((_, axis) => placesOn(places, axis));
  return { ...top, places: Int32Array.from([...top.cells].flatMap((cell) => axes.map((placeAt) => placeAt(cell)))) };
}

function histogramView({ bars, cell }: HistogramAsk, values: Float32Array, chosen: Uint8Array | null): HistogramView {
  const all = histogram({ values, chosen: null, bars, range: null });
  const range = { low: all.edges[0] ?? 0, high: all.edges.at(-1) ?? 0 };
  const value = cell === null ? Number.NaN : (values[cell] ?? Number.NaN);
  return {
    all,
    chosen: chosen === null ? all : histogram({ values, chosen, bars: all.bars.length, range }),
    mark: Number.isNaN(value) ? null : { value, percentile: percentileOf(value, values, null) },
  };
}

async function selectionOf({ sweep, choice }: { readonly sweep: SweepAsk["sweep"]; readonly choice: CellChoice }) {
  const metrics = await Promise.all(
    choice.limits.map(async ({ metric, low, high }) => ({ values: await metricColumn(sweep, metric), low, high })),
  );
  return { axes: choice.places.map((held, axis) => maskOf(held, sweep.lengths[axis] ?? 1)), metrics };
}

function maskOf(held: readonly number[] | null, length: number): Uint8Array | null {
  if (held === null) return null;
  const mask = new Uint8Array(length);
  for (const place of held) mask[place] = 1;
  return mask;
}

function tell(answer: WorkerAnswer): void {
  postMessage(answer);
}
