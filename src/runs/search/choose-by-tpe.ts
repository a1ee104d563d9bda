import { createRandom } from "../../analytics/resampling/random.ts";
import { type SearchAxis, tpeProposals, type TpeTrial } from "../../analytics/search/tpe.ts";
import { rankingEnd } from "../../core/metrics/metric-set.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import type { AxisSpec } from "../../factory/dag-spec.ts";
import { type AxisDraw, openAxisDraw } from "../../factory/draw/axis-draw.ts";
import { keptPlaces, type PlacedCells } from "../../factory/draw/draw-cells.ts";
import { openAxis } from "../../factory/grid/axis.ts";
import { openGrid } from "../../factory/grid/open-grid.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { readChosenCells } from "../../store/search/chosen-cells.ts";
import { isSweep } from "../kinds/sweep/sweep-tasks.ts";
import { readRoundScores } from "./round-scores.ts";
import type { Searched } from "./search-tasks.ts";

/** The next batch of a TPE search; for the backtest itself all cells that were tried, with the last batch at the end. */
export async function chooseByTpe(
  connection: Connection,
  task: TaskRow,
  { backtest, before }: { readonly backtest: Searched; readonly before: readonly TaskRow[] },
): Promise<PlacedCells> {
  const tried: (readonly number[])[] = [];
  const scores: number[] = [];
  const sign = rankingEnd(describeMetric(backtest.search.objective)) === "higher" ? 1 : -1;
  const width = backtest.grid.axes.length;
  for (const round of before) {
    const { places } = (await readChosenCells(connection, round.id)) ?? { places: new Int32Array() };
    const { scores: own } = await readRoundScores(connection, round, backtest);
    for (let cell = 0; cell < round.cellsTotal; cell++) {
      tried.push([...places.subarray(cell * width, (cell + 1) * width)]);
      scores.push(sign * (own[cell] ?? Number.NaN));
    }
  }
  const isWhole = isSweep(task);
  const wanted = isWhole ? task.cellsTotal - tried.length : task.cellsTotal;
  const batch = nextBatch(backtest, { tried, scores }, { wanted, round: before.length });
  const all = isWhole ? [...tried, ...batch] : batch;
  return { places: Int32Array.from(all.flat()), count: all.length };
}

interface Tried {
  /** Places on the axes. */
  readonly tried: readonly (readonly number[])[];
  /** Higher is better. */
  readonly scores: readonly number[];
}

/** Cells that differ from all that were tried, and that the filters keep; the same for the same seed, round and results. */
export function nextBatch(
  { grid, params, search }: Searched,
  { tried, scores }: Tried,
  { wanted, round }: { readonly wanted: number; readonly round: number },
): readonly (readonly number[])[] {
  const axes = grid.axes.map(openSearchAxis);
  const seed = search.method === "tpe" ? search.seed : 0;
  const trials = tried.map(
    (places, at): TpeTrial => ({
      point: places.map((place, axis) => axes[axis]?.pointOf(place) ?? 0),
      score: scores[at] ?? Number.NaN,
    }),
  );
  const propose = tpeProposals(
    axes.map(({ kind }) => kind),
    trials,
    createRandom(seed, round),
  );
  const isKept = keptPlaces(grid, grid.axes.map(openAxis), params);
  const seen = new Set(tried.map((places) => places.join()));
  const isNew = (places: readonly number[]): boolean => !seen.has(places.join()) && isKept(places);
  const batch: (readonly number[])[] = [];
  let spare: Iterator<readonly number[]> | null = null;
  while (batch.length < wanted) {
    const placed = propose().map((point) => point.map((value, axis) => axes[axis]?.placeOf(value) ?? 0));
    spare ??= drawnPlaces({ grid, params });
    // Of a grid that is nearly used up, the first cell of the draw that is left.
    const next = placed.find(isNew) ?? firstOf(spare, isNew);
    if (next === null) break;
    seen.add(next.join());
    batch.push(next);
  }
  return batch;
}

interface OpenSearchAxis {
  readonly kind: SearchAxis;
  pointOf(place: number): number;
  placeOf(point: number): number;
}

/** Numbers lie by their size between 0 and 1, names beside each other. */
function openSearchAxis(spec: AxisSpec): OpenSearchAxis {
  if (spec.kind !== "list")
    return numberAxis(
      openAxisDraw(spec),
      (place) => place,
      (rank) => rank,
    );
  const { values } = spec;
  if (values.some((value) => typeof value !== "number")) {
    return { kind: { kind: "choice", count: values.length }, pointOf: (place) => place, placeOf: (point) => point };
  }
  const order = [...values.keys()].sort((a, b) => Number(values[a]) - Number(values[b]));
  const ranks = new Map(order.map((place, rank) => [place, rank]));
  return numberAxis(
    openAxisDraw(spec),
    (place) => ranks.get(place) ?? 0,
    (rank) => order[rank] ?? 0,
  );
}

function numberAxis(
  draw: AxisDraw,
  rankOf: (place: number) => number,
  placeAt: (rank: number) => number,
): OpenSearchAxis {
  return {
    kind: { kind: "number" },
    pointOf: (place) => draw.unitOf(rankOf(place)),
    placeOf: (point) => placeAt(draw.placeAt(point)),
  };
}

function* drawnPlaces({ grid, params }: Pick<Searched, "grid" | "params">): Generator<readonly number[]> {
  const axes = grid.axes.map(openAxis);
  const drawn = openGrid(grid, params);
  for (const cell of drawn.cells(0, drawn.count)) yield axes.map((axis) => axis.indexOf(cell[axis.name]));
}

function firstOf(
  all: Iterator<readonly number[]>,
  isWanted: (one: readonly number[]) => boolean,
): readonly number[] | null {
  for (let { done, value } = all.next(); done !== true; { done, value } = all.next()) if (isWanted(value)) return value;
  return null;
}
