import { describe, expect, it } from "vitest";
import { judgeSweep, type SweepToJudge } from "../../src/analytics/overfitting/judge-sweep.ts";
import { createRandom } from "../../src/analytics/resampling/random.ts";
import { judgeOffLoop } from "../../src/executors/judge/judge-off-loop.ts";

/** Random cells, so that no two are alike. */
function sweepOf(cells: number): SweepToJudge {
  const random = createRandom(7, 0);
  const column = (length: number) => Float64Array.from({ length }, () => random.nextUnit() - 0.4);
  return {
    sharpe: column(cells),
    best: 0,
    skew: 0,
    kurtosis: 3,
    bars: 1000,
    barsPerYear: 252,
    trials: cells,
    blockSums: { cells, blocks: 16, sum: column(cells * 16), sumOfSquares: column(cells * 16).map((x) => 1 + x * x) },
  };
}

describe("a judgement off the event loop", () => {
  it.each([20, 400])("of %i cells is the one of this thread, bit for bit", async (cells) => {
    const judged = await judgeOffLoop(sweepOf(cells));
    expect(judged).toEqual(judgeSweep(sweepOf(cells)));
    expect(judged.pbo.value).not.toBeNull();
  });

  it("lets other work go on while a large sweep is judged", async () => {
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await judgeOffLoop(sweepOf(2000));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(5);
  });

  it("fails when its thread fails", async () => {
    const broken = { ...sweepOf(400), sharpe: { buffer: new ArrayBuffer(8) } as unknown as Float64Array };
    await expect(judgeOffLoop(broken)).rejects.toThrow();
  });
});
