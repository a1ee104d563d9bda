import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Act } from "../../../src/core/names/audit.ts";
import { clearTasks } from "../../../src/runs/actions/clear-tasks.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import type { TestProject } from "../../support/test-project.ts";
import { codeOf, createFallibleProject, type FallibleProject } from "./support/fallible-project.ts";

const ACT: Act = { by: "eve", origin: "cli", reason: "the disk was full" };

let fallible: FallibleProject;
let project: TestProject;
beforeEach(async () => {
  fallible = await createFallibleProject();
  ({ project } = fallible);
});
afterEach(() => fallible[Symbol.asyncDispose]());

describe("clearing tasks", () => {
  it("does these alone again, or with all after them, and computes known cells only when it is asked to", async () => {
    await fallible.worker();
    const spec = sampleDag({
      before: [sampleCallback("check")],
      after: [sampleCallback("rank"), sampleCallback("report")],
    });
    const id = await project.start(spec);
    await project.ended(id);
    const again = async (changes: object) => {
      [fallible.ran, fallible.asked] = [[], []];
      const request = { keys: [], downstream: false, recompute: false, act: ACT, ...changes };
      await clearTasks(await fallible.rowOf(id), request, project.deps);
      expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsCached: 0 });
      expect(await fallible.miscounted(id)).toEqual([]);
      return [fallible.ran, fallible.asked.length];
    };
    expect(await again({ keys: ["before.check"] })).toEqual([["check"], 0]);
    expect(await again({ keys: ["backtest"], downstream: true })).toEqual([["rank", "report"], 0]);
    expect(await again({ keys: ["backtest"], recompute: true })).toEqual([[], 6]);
    expect(await again({})).toEqual([["check", "rank", "report"], 0]);
    expect(await codeOf(again({ keys: ["backtset"] }))).toBe("TASK_NOT_FOUND");
  });

  it("a before-callback that fails then fails the run, and what had succeeded stays", async () => {
    await fallible.worker();
    const id = await project.start(sampleDag({ before: [sampleCallback("check")] }));
    await project.ended(id);
    fallible.failing.add("check");
    await clearTasks(
      await fallible.rowOf(id),
      { keys: ["before.check"], downstream: false, recompute: false, act: ACT },
      project.deps,
    );
    expect(await project.ended(id)).toMatchObject({ state: "failed", cellsDone: 6 });
    expect(await fallible.statesOf(id)).toEqual({ "before.check": "failed", backtest: "succeeded" });
  });

  it("keeps superseded results for the runs that have them", async () => {
    await fallible.worker();
    const first = await project.start(sampleDag());
    await project.ended(first);
    const second = await project.start(sampleDag());
    expect(await project.ended(second)).toMatchObject({ cellsCached: 6 });
    await clearTasks(
      await fallible.rowOf(first),
      { keys: ["backtest"], downstream: false, recompute: true, act: ACT },
      project.deps,
    );
    await project.ended(first);
    expect(await fallible.miscounted(second)).toEqual([]);
    const { rows } = await project.deps.database.query("select count(*)::int as count from batch where not superseded");
    const third = await project.start(sampleDag());
    expect(await project.ended(third)).toMatchObject({ cellsCached: 6 });
    expect(rows).not.toEqual([{ count: 0 }]);
  });
});
