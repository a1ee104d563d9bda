import { describe, expect, it } from "vitest";
import { rungSymbols } from "../../../src/runs/search/round-sweep.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const project = await createCliProject();
const SYMBOLS = ["F0", "E1", "D2", "C3", "B4", "A5"];

function prices(symbol: number): string {
  const rows = Array.from({ length: 260 }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    const price = 100 + 12 * Math.sin(day / (6 + symbol) + symbol) + day * 0.02 * symbol;
    return `${date},${price},${price + 1},${price - 1},${price},1000`;
  });
  return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
}

const dag = (id: string, symbols: readonly string[], more: string): string => `
id: ${id}
backtest:
  strategy: momentum_rotation
  data: { csv: "../prices/{symbol}.csv", symbols: [${symbols.join(", ")}], bars_per_year: 252 }
  param_grid: { lookback: [5, 9, 13, 17, 21, 25], top: [1, 2] }
  params: { rebalance_period: 5 }
${more}
alerts: []
`;

interface Measured {
  readonly params: Readonly<Record<string, unknown>>;
  readonly score: number;
}

/** Sharpe ratios of all cells of a plain grid over some symbols. */
async function plain(id: string, symbols: readonly string[]): Promise<readonly Measured[]> {
  project.write(`dags/${id}.yaml`, dag(id, symbols, ""));
  expect((await project.run(["run", id])).code).toBe(0);
  const { document } = await project.json("results", ["results", id, "--sort", "cell"]);
  return document.cells.map(({ params, metrics }) => ({ params, score: metrics?.sharpe ?? Number.NaN }));
}

const keyOf = ({ params }: Pick<Measured, "params">): string => JSON.stringify(params);
const best = (cells: readonly Measured[], count: number) => cells.toSorted((a, b) => b.score - a.score).slice(0, count);

for (const [place, symbol] of SYMBOLS.entries()) project.write(`prices/${symbol}.csv`, prices(place));

describe("a halving by symbols", () => {
  it(
    "keeps the cells that plain backtests of the same symbols rank first, and ends on all symbols",
    async () => {
      const search = "  search: { method: successive_halving, by: symbols, eta: 2, rungs: 1, min_cells: 2, seed: 4 }";
      project.write("dags/halving.yaml", dag("halving", SYMBOLS, search));
      expect((await project.run(["plan", "halving"])).stdout).toContain("1 rung of symbols before the whole");
      expect((await project.run(["run", "halving"])).code).toBe(0);
      const { document } = await project.json("run", ["show", "halving"]);
      expect(document.rankings[0]?.search?.rounds).toMatchObject([
        { cells: 12, share: 0.5, done: 12, rejected: 6 },
        { cells: 6, share: 1, done: 6, rejected: null },
      ]);
      const chosen = rungSymbols(SYMBOLS, 0.5, 4);
      expect(chosen).toHaveLength(3);
      const small = await plain("small", chosen);
      const survivors = best(small, 6).map(keyOf).toSorted();
      const { document: ended } = await project.json("results", ["results", "halving"]);
      expect(ended.cells.map(keyOf).toSorted()).toEqual(survivors);
      const { document: left } = await project.json("rejected_cells", ["results", "halving", "--rejected"]);
      const scores = new Map(small.map((cell) => [keyOf(cell), cell.score]));
      expect(left.total).toBe(6);
      for (const cell of left.cells) expect(cell.score).toBe(scores.get(keyOf(cell)));
      // The last rung is the grid itself: its results are those of any other run of all symbols.
      const whole = await plain("whole", SYMBOLS);
      for (const { params, metrics } of ended.cells)
        expect(metrics?.sharpe).toBe(whole.find((cell) => keyOf(cell) === keyOf({ params }))?.score);
      const { document: again } = await project.json("run", ["show", "whole"]);
      expect(again.cells).toMatchObject({ total: 12, cached: 6 });
    },
    TIMEOUT,
  );

  it(
    "is refused of one symbol, and of fewer than the strategy trades, before anything runs",
    async () => {
      const search = "  search: { method: successive_halving, by: symbols, rungs: 2, min_cells: 1 }";
      project.write("dags/one.yaml", dag("one", ["F0"], search));
      const { code, stderr } = await project.run(["run", "one"]);
      expect(code).not.toBe(0);
      expect(stderr).toContain("goes by symbols, and its data have one");
      expect(stderr).toContain("Take by: bars");
      const few = dag("few", SYMBOLS, search).replace("momentum_rotation", "long_short_equity");
      project.write(
        "dags/few.yaml",
        few.replace(/param_grid:.*\n.*/, "param_grid: { rebalance_period: [5, 10, 15, 20] }"),
      );
      const refused = await project.run(["run", "few"]);
      expect(refused.stderr).toContain("trades at least 2 symbols, but the data have 1");
      expect(refused.stderr).toContain("Rung 1 of the search of backtest has 1 of 6 symbols.");
      expect(refused.stderr).toContain("make eta or rungs smaller");
    },
    TIMEOUT,
  );

  it("draws the same symbols in whatever order the data have them, and more of them in a later rung", () => {
    const sorted = SYMBOLS.toSorted();
    for (const seed of [0, 1, 7, 2 ** 32 - 1]) {
      const rungs = [1 / 9, 1 / 3, 0.5, 1].map((share) => rungSymbols(SYMBOLS, share, seed));
      expect(rungs.map(({ length }) => length)).toEqual([1, 2, 3, 6]);
      for (const [at, rung] of rungs.entries()) {
        expect(rungSymbols(sorted, [1 / 9, 1 / 3, 0.5, 1][at] ?? 1, seed).toSorted()).toEqual(rung.toSorted());
        expect(rungs[at + 1] ?? rung).toEqual(expect.arrayContaining([...rung]));
      }
      expect(rungs[3]).toEqual(SYMBOLS);
    }
    expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => rungSymbols(SYMBOLS, 0.5, seed).join())).size).toBeGreaterThan(2);
  });
});
