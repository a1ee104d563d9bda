import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { Act } from "../../../src/core/names/audit.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { planRerun } from "../../../src/runs/actions/plan-rerun.ts";
import { retryRun } from "../../../src/runs/actions/retry-run.ts";
import type { RunDeps } from "../../../src/runs/run-deps.ts";
import { startPlanned } from "../../../src/runs/start/start-run.ts";
import { listActs } from "../../../src/store/actions/audit.ts";
import { readRun, type RunRow } from "../../../src/store/run/runs.ts";
import { inlineExecutors } from "../../support/inline-executor.ts";
import { inlineStrategies } from "../../support/inline-strategies.ts";
import { sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const ACT: Act = { by: "eve", origin: "cli", reason: null };

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

async function rowOf(id: RunId): Promise<RunRow> {
  const run = await readRun(project.deps.database, id);
  if (run === null) throw new Error("There is no such run");
  return run;
}

/** As if the code of every strategy were another one by now. */
function withOtherCode(): RunDeps {
  const plain = inlineStrategies();
  const strategies = {
    ...plain,
    describe: async (source: Parameters<typeof plain.describe>[0]) => ({
      ...(await plain.describe(source)),
      codeHash: "other",
    }),
  };
  const deps = { ...project.deps, strategies };
  return { ...deps, executors: inlineExecutors(deps) };
}

function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
}

describe("a pinned rerun", () => {
  it("is a new run of the same version, date, overrides and data, and says what it repeats", async () => {
    await project.worker();
    const overrides = { slow: 30, logical_date: "2026-02-09" };
    const id = await project.start(sampleDag(), { overrides, logicalDate: new Date("2026-02-09") });
    const first = await project.ended(id);
    const plan = await planRerun(await rowOf(id), project.deps);
    await startPlanned(plan, project.deps, ACT);
    const second = await project.ended(plan.run.id);
    const { dagHash, snapshotIds, codeHash, logicalDate } = first;
    expect(second).toMatchObject({ dagHash, snapshotIds, codeHash, logicalDate, overrides, repeats: id, tickAt: null });
    expect(second).toMatchObject({ state: "succeeded", cellsCached: 6, trigger: "manual" });
    expect(
      await listActs(project.deps.database, { dagId: null, runId: second.id, since: null, limit: null }),
    ).toMatchObject([{ action: "rerun", target: `of ${id}`, by: "eve" }]);
  });

  it("of a volatile backtest is computed anew", async () => {
    await project.worker();
    const id = await project.start(sampleDag({ backtests: [sampleBacktest({ volatile: true })] }));
    await project.ended(id);
    const plan = await planRerun(await rowOf(id), project.deps);
    await startPlanned(plan, project.deps, ACT);
    expect(await project.ended(plan.run.id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
  });

  it("and a retry are refused when the code is another one by now, or the run goes on; nothing is changed then", async () => {
    const running = await project.start(sampleDag());
    expect(await codeOf(planRerun(await rowOf(running), project.deps))).toBe("ACTION_REFUSED");
    await project.worker({
      runCallback: async () => {
        throw new Error("no");
      },
    });
    const id = await project.start(sampleDag({ id: "fails", before: [sampleCallback("check")] }));
    const before = await project.ended(id);
    expect(await codeOf(planRerun(before, withOtherCode()))).toBe("RUN_INPUT_CHANGED");
    expect(await codeOf(retryRun(before, { failedCells: false, act: ACT }, withOtherCode()))).toBe("RUN_INPUT_CHANGED");
    expect(await rowOf(id)).toEqual(before);
  });
});
