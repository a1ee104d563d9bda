import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeJudgement } from "../../../src/analytics/overfitting/describe-judgement.ts";
import { createOutput } from "../../../src/cli/terminal/output.ts";
import { summaryJson } from "../../../src/cli/views/run-json.ts";
import { type RunSummary, summarizeRun } from "../../../src/cli/views/run-summary.ts";
import { outcomeText } from "../../../src/cli/views/run-text.ts";
import { gridOf, sampleBacktest, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
let summary: RunSummary;

beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
  const single = sampleBacktest({ name: "single", grid: gridOf({}) });
  const id = await project.start(sampleDag({ backtests: [sampleBacktest({ name: "grid" }), single] }));
  await project.ended(id);
  summary = await summarizeRun(project.deps, id, 3);
});
afterAll(() => project[Symbol.asyncDispose]());

describe("the statistics of a run on the command line", () => {
  it("stand with each backtest in JSON: values by id, reasons apart", () => {
    const { rankings } = summaryJson(summary) as { rankings: { backtest: string; statistics: unknown }[] };
    expect(rankings.map(({ backtest }) => backtest)).toEqual(["grid", "single"]);
    const number: unknown = expect.any(Number);
    expect(rankings[0]?.statistics).toMatchObject({ psr: number, dsr: number, pbo: number, undefined: {} });
    expect(rankings[1]?.statistics).toMatchObject({
      psr: number,
      pbo: null,
      fragile: null,
      undefined: { pbo: "too_few_cells", plateau_score: "too_few_cells" },
    });
  });

  it("stand in one line below each ranking", () => {
    const lines = outcomeText(summary, createOutput({ json: false }));
    const [grid, single] = summary.rankings.map(({ judgement }) => judgement && describeJudgement(judgement));
    expect(grid).toBe("Best of 6 trials: DSR 1.00, PBO 0.00, plateau 0.25 (fragile: its neighbours do much worse)");
    // The single cell is one of the grid's: no seventh trial.
    expect(single).toMatch(/^A single cell \(trials so far: 6\): PSR \d\.\d\d$/);
    expect(lines.filter((line) => line === grid || line === single)).toEqual([grid, single]);
    expect(lines.indexOf(grid ?? "")).toBeLessThan(lines.indexOf("single"));
  });
});
