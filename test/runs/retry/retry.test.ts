import * as fc from "fast-check";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import { codeOfExit, failureClassOf } from "../../../src/core/errors/failure-class.ts";
import { JITTERS, maxKillsOf, retryRule } from "../../../src/core/spec/retry-spec.ts";
import { backoffMs } from "../../../src/runs/retry/backoff-ms.ts";
import { nextTryMs } from "../../../src/runs/retry/next-try-ms.ts";
import { sortFailures } from "../../../src/runs/kinds/sweep/again/sort-failures.ts";
import { listTaskDelays } from "../../../src/store/run/task-delays.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { listCells } from "../../../src/store/sweep/read-cells.ts";
import type { CellEngine } from "../../../src/executors/engine/cell-engine.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const never = () => 0;

describe("a pause before a retry", () => {
  it("doubles from try to try, up to the longest", () => {
    const rule = { backoffMs: 1000, maxBackoffMs: 5000, jitter: "none" } as const;
    expect([1, 2, 3, 4, 400].map((tries) => backoffMs(rule, tries, never))).toEqual([1000, 2000, 4000, 5000, 5000]);
  });

  it("leaves to chance what its jitter says, and is never longer than without", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...JITTERS),
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (jitter, tries, drawn) => {
          const rule = { backoffMs: 30_000, maxBackoffMs: 3_600_000, jitter };
          const whole = backoffMs({ ...rule, jitter: "none" }, tries, never);
          const least = { none: whole, equal: whole / 2, full: 0 }[jitter];
          const pause = backoffMs(rule, tries, () => drawn);
          expect(pause).toBeGreaterThanOrEqual(least);
          expect(pause).toBeLessThanOrEqual(whole);
        },
      ),
    );
  });
});

describe("retries by class of failure", () => {
  it("repeat accidents, and not what fails the same way", () => {
    const { limits } = retryRule({ limit: 4, backoffMs: 1 });
    expect(limits).toEqual({
      exit_code: 4,
      signal: 4,
      timeout: 4,
      database: 4,
      lost_worker: 2,
      memory: 0,
      data: 0,
      user: 0,
    });
    expect(nextTryMs({ limit: 0, backoffMs: 1, on: { memory: 1 } }, { failureClass: "memory", tries: 1 }, never)).toBe(
      1,
    );
    expect(
      nextTryMs({ limit: 9, backoffMs: 1, on: { timeout: 0 } }, { failureClass: "timeout", tries: 1 }, never),
    ).toBeNull();
    expect(maxKillsOf({ limit: 9, backoffMs: 1, on: { lost_worker: 0 } })).toBe(1);
  });

  it("look at the error that a callback only passes on", () => {
    const passedOn = new AppError("CALLBACK_FAILED", "publish: no", { cause: new AppError("DATASET_NOT_FOUND", "no") });
    expect(failureClassOf(passedOn, "CALLBACK_FAILED")).toBe("data");
    expect(failureClassOf(new Error("no"), "CALLBACK_FAILED")).toBe("exit_code");
    expect(failureClassOf(new Error("no"), "OF_A_NEWER_VERSION")).toBe("exit_code");
  });

  it("heed the exit codes of sysexits.h", () => {
    expect([64, 65, 66, 78].map(codeOfExit)).toEqual(Array.from({ length: 4 }, () => "PROCESS_REFUSED"));
    expect([0, 1, 75, 137, 255].map(codeOfExit)).toEqual(Array.from({ length: 5 }, () => "PROCESS_ENDED"));
  });

  it("leave a cell in quarantine: its deaths were its tries", () => {
    const failed = [{ cell: 3, error: { code: "CELL_QUARANTINED", message: "3 workers died" } }];
    expect(sortFailures(failed, { retry: { limit: 5, backoffMs: 10 }, lease: { tries: 1, kills: 2 } }, never)).toEqual({
      last: failed,
      again: [],
    });
  });

  it("keep neighbouring cells of a range together, and leave the others failed", () => {
    const cell = (number: number, code: string) => ({ cell: number, error: { code, message: code } });
    const failed = [
      cell(3, "CELL_TIMEOUT"),
      cell(4, "CELL_TIMEOUT"),
      cell(5, "STRATEGY_FAILED"),
      cell(7, "PROCESS_ENDED"),
    ];
    const { last, again } = sortFailures(
      failed,
      { retry: { limit: 1, backoffMs: 10, jitter: "none" }, lease: { kills: 0 } },
      never,
    );
    expect(last.map((each) => each.cell)).toEqual([5]);
    expect(again).toMatchObject([
      { from: 3, to: 5, delayMs: 10 },
      { from: 7, to: 8 },
    ]);
    const lost = sortFailures(
      [cell(1, "JOB_LOST")],
      { retry: { limit: 0, backoffMs: 10 }, lease: { kills: 1, tries: 4 } },
      never,
    );
    expect(lost).toMatchObject({ last: [], again: [{ from: 1, to: 2, kills: 2, tries: 4 }] });
    expect(
      sortFailures(failed, { retry: { limit: 1, backoffMs: 10 }, lease: { kills: 0, tries: 1 } }, never).again,
    ).toEqual([]);
  });
});

describe("in a run", () => {
  let project: TestProject;
  const tries = new Map<string, number>();
  const inline = inlineExecutor(builtinStrategy);
  let strike: (cells: readonly string[]) => ReadonlyMap<number, string> = () => new Map();
  const executor: CellEngine = {
    ...inline,
    async compute(setup, cells, signal, work) {
      const result = await inline.compute(setup, cells, signal, work);
      const struck = [...strike(cells)].map(([index, code]) => ({
        index,
        code: code as "CELL_TIMEOUT",
        message: code,
      }));
      return { ...result, failures: [...result.failures, ...struck] };
    },
  };
  beforeAll(async () => {
    project = await createTestProject();
    await project.worker({
      executor,
      random: never,
      runCallback: async ({ name }) => {
        const count = (tries.get(name) ?? 0) + 1;
        tries.set(name, count);
        if (name === "flaky" && count < 3) throw new Error("no line");
        if (name === "no_data")
          throw new AppError("CALLBACK_FAILED", "no", { cause: new AppError("DATASET_NOT_FOUND", "no") });
        if (name === "own" && count < 2) throw new AppError("CALLBACK_TIMEOUT", "late");
        if (name === "held") throw new Error("not today");
        return null;
      },
    });
  });
  afterAll(() => project[Symbol.asyncDispose]());

  it("a callback is tried again by its own rule, else by the DAG's, and not for want of data", async () => {
    const after = [
      sampleCallback("flaky"),
      sampleCallback("no_data"),
      sampleCallback("own", { retry: { limit: 0, backoffMs: 1, on: { timeout: 1 } } }),
    ];
    const id = await project.start(sampleDag({ id: "kinds", after, retry: { limit: 2, backoffMs: 1 } }));
    await project.ended(id);
    const tasks = await listTasks(project.deps.database, id);
    expect(tasks.map(({ key, state, attempts }) => [key, state, attempts])).toEqual([
      ["backtest", "succeeded", 0],
      ["after.flaky", "succeeded", 2],
      ["after.no_data", "failed", 0],
      ["after.own", "succeeded", 1],
    ]);
    expect([tries.get("flaky"), tries.get("no_data"), tries.get("own")]).toEqual([3, 1, 2]);
  });

  it("cells that failed by accident are tried again alone, and each cell has one outcome (I2)", async () => {
    let strikes = 0;
    strike = (cells) => {
      const at = cells.findIndex((cell) => cell.includes('"fast":5,'));
      return at < 0 || ++strikes > 2 ? new Map() : new Map([[at, "CELL_TIMEOUT"]]);
    };
    const backtests = [sampleBacktest({ grid: gridOf({ fast: [3, 5, 8], slow: [40] }) })];
    const id = await project.start(sampleDag({ id: "cells", backtests, retry: { limit: 2, backoffMs: 1 } }));
    expect(await project.ended(id)).toMatchObject({
      state: "succeeded",
      cellsSucceeded: 3,
      cellsFailed: 0,
      cellsDone: 3,
    });
    expect(strikes).toBe(3);
    strikes = 0;
    const once = [sampleBacktest({ grid: gridOf({ fast: [5, 8], slow: [41] }), retry: { limit: 1, backoffMs: 1 } })];
    const other = await project.start(sampleDag({ id: "once", backtests: once }));
    expect(await project.ended(other)).toMatchObject({ cellsSucceeded: 1, cellsFailed: 1, cellsDone: 2 });
    const [task] = await listTasks(project.deps.database, other);
    const rows = await listCells(project.deps.database, {
      taskId: task?.id as never,
      order: { by: "cell" },
      limit: null,
    });
    expect(rows.map(({ state }) => state)).toEqual(["failed", "succeeded"]);
    strike = () => new Map();
  });

  it("a waiting retry holds no attempt, and is told with its try, its moment and its reason", async () => {
    const { database } = project.deps;
    const dag = sampleDag({ id: "waits", before: [sampleCallback("held")], retry: { limit: 2, backoffMs: 3_600_000 } });
    const id = await project.start(dag);
    let delays = await listTaskDelays(database, id);
    while (delays.length === 0) {
      await new Promise(setImmediate);
      delays = await listTaskDelays(database, id);
    }
    expect(delays).toMatchObject([{ limit: null, retry: { tries: 1, reason: "not today", cells: null } }]);
    const running = await database.query(
      "select from attempt join task on task.id = task_id where run_id = $1 and attempt.state = 'running'",
      [id],
    );
    expect(running.rowCount).toBe(0);
  });
});
