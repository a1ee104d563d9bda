/**
 * Successive halving over 100,000 moving-average crossovers, one thread: what it computes, and what it finds, beside the full grid. Nothing
 * is printed unless every survivor has the bits that it has in the full grid.
 *
 *     node bench/successive-halving.ts
 */
import { rankCells } from "../src/analytics/ranking/rank-cells.ts";
import type { HalvingSpec } from "../src/core/spec/search/search-spec.ts";
import { rangeColumnId } from "../src/engine/ranges/range-column-id.ts";
import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../src/engine/sweep-cells.ts";
import type { GridSpec } from "../src/factory/dag-spec.ts";
import { openGrid } from "../src/factory/grid/open-grid.ts";
import { searchRounds } from "../src/factory/search/search-rounds.ts";
import { rungBars } from "../src/runs/search/round-sweep.ts";
import { describeMachine } from "./support/measure.ts";
import { requireEqual, sampleBars, VECTORBT_SETTINGS } from "./support/sample-sweep.ts";

const AIM = 0.2;
const search: HalvingSpec = { method: "successive_halving", eta: 3, minCells: 10, rungs: 3, objective: "sharpe" };
const grid: GridSpec = {
  axes: [
    { name: "fast", kind: "range", from: 2, step: 1, count: 250 },
    { name: "slow", kind: "range", from: 260, step: 1, count: 400 },
  ],
  where: null,
  exclude: [],
  add: [],
  maxCells: 100_000,
};
const bars = sampleBars();
const length = bars.time.length;
const all = [...openGrid(grid, {}).cells(0, 100_000)];
const request = { strategy: smaCross, bars: [bars], settings: VECTORBT_SETTINGS };

const began = performance.now();
const full = sweepCells({ ...request, cells: all }).metrics.sharpe;
const fullMs = performance.now() - began;

const halvingBegan = performance.now();
let left = all.map((_, cell) => cell);
let cellBars = 0;
let scores = new Float64Array();
for (const { cells, share } of searchRounds({ grid, params: {}, search }, 1)) {
  left = left.length === cells ? left : [...rankCells(scores, "higher", cells).sort()].map((at) => left[at] ?? -1);
  const asked = left.map((cell) => all[cell] ?? {});
  const rung = rungBars(length, share);
  cellBars += cells * rung;
  const list = [{ from: length - rung, to: length }];
  const metrics = ["sharpe", "total_trades"] as const;
  const result = sweepCells({ ...request, cells: asked, ...(share < 1 && { ranges: { list, metrics } }) });
  const column = result.computed.find(({ id }) => id === rangeColumnId(0, "sharpe"));
  scores = new Float64Array(share < 1 ? (column?.values ?? []) : result.metrics.sharpe);
}
const halvingMs = performance.now() - halvingBegan;
for (const [at, cell] of left.entries())
  requireEqual(`the Sharpe ratio of cell ${cell}`, String(scores[at]), String(full[cell]));

const order = rankCells(full, "higher");
const rankOf = new Map([...order].map((cell, rank) => [cell, rank]));
const ranks = Array.from(rankCells(scores, "higher", 10), (at) => (rankOf.get(left[at] ?? -1) ?? all.length) + 1);
const best = ranks[0] ?? all.length;
const decile = left.filter((cell) => (rankOf.get(cell) ?? all.length) < all.length / 10).length;
const share = cellBars / (all.length * length);
console.log(describeMachine());
console.log(`${all.length} cells × ${length} bars; ${left.length} survivors, bit for bit those of the full grid`);
console.log(`cell-bars: ${(share * 100).toFixed(1)} % of the full grid's (aim: ${AIM * 100} %)`);
console.log(`time: ${Math.round(halvingMs)} ms, full grid ${Math.round(fullMs)} ms`);
console.log(
  `its best ten rank ${ranks.join(", ")} of ${all.length} (aim: the best decile); ${decile} of all ${left.length} survivors are in it`,
);
if (share > AIM || best > all.length / 10) process.exitCode = 1;
