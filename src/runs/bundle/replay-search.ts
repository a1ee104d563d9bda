import { rankingEnd } from "../../core/metrics/metric-set.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import type { CellColumns } from "../../executors/executor.ts";
import type { PlacedCells } from "../../factory/draw/draw-cells.ts";
import { listedGrid } from "../../factory/draw/listed-grid.ts";
import { nextBatch } from "../search/choose-by-tpe.ts";
import { bestOf, firstPlaces } from "../search/choose-round.ts";
import { roundColumns, scoresOf } from "../search/round-scores.ts";
import { roundSweep } from "../search/round-sweep.ts";
import type { Searched } from "../search/search-tasks.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import { invalidBundle } from "./bundle-manifest.ts";

/** Computes cells of a sweep, all of them. @param params as canonical JSON @param first number of the first */
export type ComputeCells = (sweep: Sweep, params: readonly string[], first: number) => Promise<CellColumns>;

/** Cells that are computed in one go. */
const RANGE = 2000;

/**
 * Makes the choices of a search again, from the first cell on: what every round but the last comes to is computed, and what it leads to
 * chosen, as a run does. The backtest with the cells that it then has.
 *
 * @param rounds how many cells each round has, the backtest as the last
 * @throws AppError BUNDLE_INVALID where these are not the rounds of such a search
 */
export async function searchAgain(
  sweep: Sweep,
  { backtest, rounds }: { readonly backtest: Searched; readonly rounds: readonly number[] },
  compute: ComputeCells,
): Promise<Sweep> {
  const chosen = await chooseAgain(sweep, { backtest, rounds }, compute);
  if (chosen.count !== rounds.at(-1)) throw invalidBundle("its search comes to another number of cells");
  return { ...sweep, grid: listedGrid(backtest.grid.axes, backtest.params, chosen) };
}

async function chooseAgain(
  sweep: Sweep,
  { backtest, rounds }: { readonly backtest: Searched; readonly rounds: readonly number[] },
  compute: ComputeCells,
): Promise<PlacedCells> {
  const { search } = backtest;
  const [first = 0, ...later] = rounds;
  if (first > sweep.grid.count || rounds.length < 2) throw invalidBundle("its search has other rounds");
  let chosen = firstPlaces(backtest, sweep.grid, first);
  if (search.method === "successive_halving") {
    for (const [round, count] of later.entries()) {
      const rung = roundSweep(sweep, { search, round });
      chosen = bestOf(chosen, await scoresAgain(rung, chosen, { backtest, compute }), { backtest, count });
    }
    return chosen;
  }
  const sign = rankingEnd(describeMetric(search.objective)) === "higher" ? 1 : -1;
  const tried: (readonly number[])[] = [];
  const scores: number[] = [];
  for (const [round, count] of later.entries()) {
    tried.push(...rowsOf(chosen));
    scores.push(...(await scoresAgain(sweep, chosen, { backtest, compute })).map((score) => sign * score));
    // The backtest has all cells that were tried.
    const wanted = round === later.length - 1 ? count - tried.length : count;
    const batch = nextBatch(backtest, { tried, scores }, { wanted, round: round + 1 });
    chosen = { places: Int32Array.from(batch.flat()), count: batch.length };
  }
  return { places: Int32Array.from([...tried, ...rowsOf(chosen)].flat()), count: tried.length + chosen.count };
}

function rowsOf({ places, count }: PlacedCells): readonly (readonly number[])[] {
  const width = count === 0 ? 0 : places.length / count;
  return Array.from({ length: count }, (_, cell) => [...places.subarray(cell * width, (cell + 1) * width)]);
}

/** What cells that were chosen come to in a round. */
async function scoresAgain(
  sweep: Sweep,
  chosen: PlacedCells,
  { backtest, compute }: { readonly backtest: Searched; readonly compute: ComputeCells },
): Promise<Float64Array> {
  const { search, grid, params } = backtest;
  const cells = listedGrid(grid.axes, params, chosen);
  const [wanted, trades] = roundColumns(search, true);
  const scores = new Float64Array(cells.count);
  for (let from = 0; from < cells.count; from += RANGE) {
    const some = [...cells.cells(from, Math.min(from + RANGE, cells.count))].map((cell) => canonicalJson(cell));
    const { metrics } = await compute(sweep, some, from);
    const none = () => ({
      values: new Float64Array(some.length).fill(Number.NaN),
      reasons: new Uint8Array(some.length),
    });
    scores.set(scoresOf(metrics.get(wanted) ?? none(), metrics.get(trades) ?? none(), backtest), from);
  }
  return scores;
}
