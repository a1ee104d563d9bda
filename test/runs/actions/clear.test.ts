import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { Act } from "../../../src/core/names/audit.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { clearTasks } from "../../../src/runs/actions/clear-tasks.ts";
import { readRun, type RunRow } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { miscounted as countsOf } from "../../support/moves/miscounted.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const ACT: Act = { by: "eve", origin: "cli", reason: "the disk was full" };

let project: TestProject;
/** Cells that were asked for, as JSON. */
let asked: string[] = [];
/** May throw, to fail a range as a whole. */
let sabotage: () => void = () => undefined;
/** Names of callbacks that fail, and those that ran. */
let failing: Set<string> = new Set();
let ran: string[] = [];

const executor = inlineExecutor(builtinStrategy, (cells) => {
  sabotage();
  asked.push(...cells);
});

beforeEach(async () => {
  [asked, ran, failing, sabotage] = [[], [], new Set(), () => undefined];
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

function worker() {
  return project.worker({
    executor,
    runCallback: async ({ name }) => {
      ran.push(name);
      if (failing.has(name)) throw new Error(`${name} failed`);
      return name;
    },
  });
}

async function rowOf(id: RunId): Promise<RunRow> {
  const run = await readRun(project.deps.database, id);
  if (run === null) throw new Error("There is no such run");
  return run;
}

async function statesOf(id: RunId): Promise<Readonly<Record<string, string>>> {
  const tasks = await listTasks(project.deps.database, id);
  return Object.fromEntries(tasks.map(({ key, state }) => [key, state]));
}

function miscounted(id: RunId): Promise<readonly unknown[]> {
  return countsOf(project.database.pool, id);
}

function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
}

describe("clearing tasks", () => {
  it("does these alone again, or with all after them, and computes known cells only when it is asked to", async () => {
    await worker();
    const spec = sampleDag({
      before: [sampleCallback("check")],
      after: [sampleCallback("rank"), sampleCallback("report")],
    });
    const id = await project.start(spec);
    await project.ended(id);
    const again = async (changes: object) => {
      [ran, asked] = [[], []];
      const request = { keys: [], downstream: false, recompute: false, act: ACT, ...changes };
      await clearTasks(await rowOf(id), request, project.deps);
      expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsCached: 0 });
      expect(await miscounted(id)).toEqual([]);
      return [ran, asked.length];
    };
    expect(await again({ keys: ["before.check"] })).toEqual([["check"], 0]);
    expect(await again({ keys: ["backtest"], downstream: true })).toEqual([["rank", "report"], 0]);
    expect(await again({ keys: ["backtest"], recompute: true })).toEqual([[], 6]);
    expect(await again({})).toEqual([["check", "rank", "report"], 0]);
    expect(await codeOf(again({ keys: ["backtset"] }))).toBe("TASK_NOT_FOUND");
  });

  it("a before-callback that fails then fails the run, and what had succeeded stays", async () => {
    await worker();
    const id = await project.start(sampleDag({ before: [sampleCallback("check")] }));
    await project.ended(id);
    failing.add("check");
    await clearTasks(
      await rowOf(id),
      { keys: ["before.check"], downstream: false, recompute: false, act: ACT },
      project.deps,
    );
    expect(await project.ended(id)).toMatchObject({ state: "failed", cellsDone: 6 });
    expect(await statesOf(id)).toEqual({ "before.check": "failed", backtest: "succeeded" });
  });

  it("keeps superseded results for the runs that have them", async () => {
    await worker();
    const first = await project.start(sampleDag());
    await project.ended(first);
    const second = await project.start(sampleDag());
    expect(await project.ended(second)).toMatchObject({ cellsCached: 6 });
    await clearTasks(
      await rowOf(first),
      { keys: ["backtest"], downstream: false, recompute: true, act: ACT },
      project.deps,
    );
    await project.ended(first);
    expect(await miscounted(second)).toEqual([]);
    const { rows } = await project.deps.database.query("select count(*)::int as count from batch where not superseded");
    const third = await project.start(sampleDag());
    expect(await project.ended(third)).toMatchObject({ cellsCached: 6 });
    expect(rows).not.toEqual([{ count: 0 }]);
  });
});
