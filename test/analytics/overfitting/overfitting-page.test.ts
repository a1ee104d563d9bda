import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import { judgeSweep } from "../../../src/analytics/overfitting/judge-sweep.ts";
import { sharpeTrackOf } from "../../../src/analytics/overfitting/probabilistic-sharpe.ts";
import { rankCells } from "../../../src/analytics/ranking/rank-cells.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";
import { returnsFromOne } from "../support/fifteen-cells.ts";
import { obviousMaCross } from "../support/obvious-ma-cross.ts";

const page = readFileSync(new URL("../../../docs/overfitting.md", import.meta.url), "utf8");

it("docs/overfitting.md shows what the 4,950 crossover cells of the S&P really give", () => {
  const { close } = sp500();
  const windows = Array.from({ length: 100 }, (_, i) => i + 2);
  const pairs = windows.flatMap((fast, i) => windows.slice(i + 1).map((slow) => [fast, slow] as const));
  const series = pairs.map((pair) => returnsFromOne(obviousMaCross(close, pair).equity));
  const tracks = series.map(sharpeTrackOf);
  const sharpe = Float64Array.from(tracks, (track) => (track?.sharpe ?? Number.NaN) * Math.sqrt(252));
  const best = rankCells(sharpe, "higher", 1)[0] ?? 0;
  const judged = judgeSweep({
    sharpe,
    best,
    skew: tracks[best]?.skew ?? null,
    kurtosis: tracks[best]?.kurtosis ?? null,
    bars: close.length,
    barsPerYear: 252,
    trials: pairs.length,
    blockSums: blockSumsOf(series, 16),
    plateau: {
      cell: best,
      values: sharpe,
      better: "higher",
      positions: [Int32Array.from(pairs, ([fast]) => fast), Int32Array.from(pairs, ([, slow]) => slow)],
      ordered: [true, true],
    },
  });
  const shown = [...page.matchAll(/\| `(\w+)` \| ([\d.]+) \|/g)].map(([, id, value]) => [id, value]);
  const found = Object.fromEntries(Object.entries(judged).map(([id, { value }]) => [id, value]));
  expect(pairs[best]).toEqual([11, 75]);
  expect(sharpe[best]?.toFixed(2)).toBe("0.54");
  expect(shown.length).toBe(8);
  expect(shown).toEqual(
    shown.map(([id = "", value = ""]) => [id, found[id]?.toFixed(value.split(".")[1]?.length ?? 0)]),
  );
});
