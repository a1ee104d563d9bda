import { inlineStrategies } from "../../support/inline-strategies.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellView } from "../../../src/callbacks/callback-context.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { followLog } from "../../../src/runs/query/follow-log.ts";
import { runResults } from "../../../src/runs/query/run-results.ts";
import { findRun, showRun } from "../../../src/runs/query/show-run.ts";
import { overrideParams } from "../../../src/runs/start/override-params.ts";
import { createGate } from "../../support/gate.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
let id: RunId;
const gate = createGate();
const spec = sampleDag({
  id: "queried",
  backtests: [sampleBacktest({ grid: gridOf({ fast: [0, 3, 5], slow: [20, 30] }) })],
  after: [sampleCallback("talk")],
});

beforeAll(async () => {
  project = await createTestProject();
  await project.worker({
    runCallback: async (_callback, context) => {
      context.log.info("one");
      await gate.pass();
      context.log.info("two");
    },
  });
  id = await project.start(spec);
});
afterAll(() => project[Symbol.asyncDispose]());

describe("following a log", () => {
  it("gives every line once, as it comes, and ends with the run", async () => {
    const messages: string[] = [];
    for await (const lines of followLog(project.deps.database, id, { tail: 10 })) {
      messages.push(...lines.map((line) => line.message));
      if (messages.includes("one")) gate.open();
    }
    expect(messages).toEqual(["one", "two", "Run succeeded"]);
  });
});

async function sorted(sort: string | null, isReversed = false, limit: number | null = null) {
  const results = await runResults(project.deps, { id, spec }, { backtest: null, sort, isReversed, limit });
  const cells: CellView[] = [];
  for await (const page of results.pages) cells.push(...page);
  return cells;
}

describe("the results of a run", () => {
  it("come best first by the objective, failed cells last", async () => {
    await project.ended(id);
    const cells = await sorted(null);
    const sharpes = cells.slice(0, 4).map((cell) => cell.metrics?.sharpe ?? Number.NaN);
    expect(sharpes).toEqual(sharpes.toSorted((a, b) => b - a));
    expect(cells.map((cell) => cell.state)).toEqual([...Array<string>(4).fill("succeeded"), "failed", "failed"]);
  });

  it("come by parameter, by cell, and cut off", async () => {
    expect((await sorted("slow", true)).slice(0, 2).map((cell) => cell.params["slow"])).toEqual([30, 30]);
    expect((await sorted("cell")).map((cell) => cell.cell)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await sorted("max_drawdown", false, 1)).toHaveLength(1);
  });

  it("cannot be sorted by what there is not", async () => {
    await expect(sorted("sharp")).rejects.toMatchObject({ code: "USAGE", hint: `Did you mean "sharpe"?` });
  });
});

describe("finding a run", () => {
  it("takes its id, its DAG, or last", async () => {
    const { database } = project.deps;
    expect(await Promise.all([id, "queried", "last"].map((name) => findRun(database, name)))).toEqual([id, id, id]);
    await expect(findRun(database, "nothing")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  it("shows the DAG as it was when the run started", async () => {
    expect((await showRun(project.deps.database, id)).spec).toEqual(spec);
  });
});

describe("overrideParams", () => {
  const strategies = inlineStrategies(() => builtinStrategy("sma_cross"));

  it("replaces the direct value and takes the axis out of the grid", async () => {
    const { spec: changed, overrides } = await overrideParams(spec, { fast: "7" }, strategies);
    expect(overrides).toEqual({ fast: 7 });
    expect(changed.backtests[0]?.params["fast"]).toBe(7);
    expect(changed.backtests[0]?.grid.axes.map((axis) => axis.name)).toEqual(["slow"]);
  });

  it("refuses values that do not fit and names that nobody has", async () => {
    await expect(overrideParams(spec, { fast: "many" }, strategies)).rejects.toMatchObject({ code: "PARAM_INVALID" });
    await expect(overrideParams(spec, { fats: "7" }, strategies)).rejects.toMatchObject({
      code: "PARAM_UNKNOWN",
      hint: `Did you mean "fast"?`,
    });
  });
});
