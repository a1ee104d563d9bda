import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallbackContext } from "../../../src/callbacks/callback-context.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { listArtifacts } from "../../../src/store/artifacts.ts";
import { tailLog } from "../../../src/store/logs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

type Behaviour = (context: CallbackContext) => unknown;

let project: TestProject;
const behaviours = new Map<string, Behaviour>();
const callback = (name: string, behaviour: Behaviour = () => null) => {
  behaviours.set(name, behaviour);
  return sampleCallback(name);
};
const fail = (message: string) => () => {
  throw new Error(message);
};

beforeAll(async () => {
  project = await createTestProject();
  await project.worker({ runCallback: async (spec, context) => behaviours.get(spec.name)?.(context) });
});
afterAll(() => project[Symbol.asyncDispose]());

async function statesOf(id: RunId): Promise<Readonly<Record<string, string>>> {
  const tasks = await listTasks(project.deps.database, id);
  return Object.fromEntries(tasks.map((task) => [task.key, task.state]));
}

describe("callbacks", () => {
  it("that fail before the backtests stop the run with their reason", async () => {
    const spec = sampleDag({
      id: "stopped",
      before: [callback("check_data", fail("the data is stale")), callback("never")],
      after: [callback("report")],
    });
    const id = await project.start(spec);
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason: "before.check_data: the data is stale" });
    expect(await statesOf(id)).toEqual({
      "before.check_data": "failed",
      "before.never": "skipped",
      backtest: "skipped",
      "after.report": "skipped",
    });
  });

  it("after the backtests run also when these failed", async () => {
    const backtests = [sampleBacktest({ grid: gridOf({ fast: [0], slow: [20] }) })];
    const id = await project.start(sampleDag({ id: "sorry", backtests, after: [callback("clean_up")] }));
    expect(await project.ended(id)).toMatchObject({ state: "failed" });
    expect(await statesOf(id)).toEqual({ backtest: "failed", "after.clean_up": "succeeded" });
  });

  it("that fail afterwards mark the run failed, and later ones still run", async () => {
    const after = [callback("publish", fail("no route")), callback("tidy")];
    const id = await project.start(sampleDag({ id: "publish", after }));
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason: "after.publish: no route" });
    expect(await statesOf(id)).toEqual({ backtest: "succeeded", "after.publish": "failed", "after.tidy": "succeeded" });
  });

  it("are tried again within the DAG's retry limit", async () => {
    let failures = 2;
    const flaky = callback("flaky", () => {
      if (failures-- > 0) throw new Error("try me again");
    });
    const id = await project.start(sampleDag({ id: "flaky", after: [flaky], retry: { limit: 2, backoffMs: 1 } }));
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    const tasks = await listTasks(project.deps.database, id);
    expect(tasks[1]).toMatchObject({ key: "after.flaky", attempts: 2 });
  });

  it("read results, pass values on, and leave whole artifacts and log lines", async () => {
    const seen: unknown[] = [];
    const first = callback("first", async (context) => {
      const best = await context.results.best(2);
      let cells = 0;
      for await (const cell of context.results.all()) cells += Number(cell.metrics !== null);
      seen.push(best.length, cells, context.run.cells.total, (await context.data.bars())[0]?.symbol);
      await context.values.set("top", best[0]?.params);
      context.log.info("half way", { cell: best[0]?.cell });
    });
    const second = callback("second", async (context) => {
      const top = await context.values.get("top");
      seen.push(top, await context.values.get("nothing"));
      await context.artifacts.write("top.json", JSON.stringify(top));
    });
    const id = await project.start(sampleDag({ id: "reading", after: [first, second] }));
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    const [best, all, total, symbol, top, nothing] = seen;
    expect([best, all, total, symbol, nothing]).toEqual([2, 6, 6, "TEST", undefined]);

    const [artifact] = await listArtifacts(project.deps.database, id);
    const file = path.join(project.home, "results", `run_${id}`, "top.json");
    expect(artifact).toMatchObject({ name: "top.json", path: file });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(top);
    expect(readdirSync(path.dirname(file))).toEqual(["top.json"]);
    const lines = await tailLog(project.deps.database, id, 100);
    expect(lines.map((line) => [line.task, line.message])).toContainEqual(["after.first", "half way"]);
  });

  it("leave nothing of an artifact that breaks off (I7)", async () => {
    const broken = callback("broken", (context) =>
      context.artifacts.write(
        "half.csv",
        (async function* () {
          yield "a,b\n";
          throw new Error("broke off");
        })(),
      ),
    );
    const id = await project.start(sampleDag({ id: "broken", after: [broken] }));
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason: "after.broken: broke off" });
    const folder = path.join(project.home, "results", `run_${id}`);
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    expect(await listArtifacts(project.deps.database, id)).toEqual([]);
  });

  it("that wake up after their work was taken over leave no artifact (I2, I5)", async () => {
    const { database } = project.deps;
    const written = Promise.withResolvers<unknown>();
    const late = callback("late", async (context) => {
      await database.query("update attempt set state = 'lost' where state = 'running'");
      const writing = context.artifacts.write("late.txt", "x").catch((error: unknown) => error);
      written.resolve(await writing);
    });
    const id = await project.start(sampleDag({ id: "late", after: [late] }));
    expect(String(await written.promise)).toContain("late.txt was not written: the attempt was taken back");
    const folder = path.join(project.home, "results", `run_${id}`);
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    expect(await listArtifacts(database, id)).toEqual([]);
  });

  it("cannot write outside the run's folder", async () => {
    const escaping = callback("escaping", (context) => context.artifacts.write("../evil.txt", "x"));
    const id = await project.start(sampleDag({ id: "escaping", after: [escaping] }));
    // Without a place: it was thrown in Nightgrid's code.
    expect((await project.ended(id)).reason).toMatch(/"\.\.\/evil\.txt" is not a plain file name$/);
  });
});

describe("backtests with needs", () => {
  it("follow their trigger rules, and a skipped one counts as ended", async () => {
    const bad = gridOf({ fast: [0], slow: [20] });
    const backtests = [
      sampleBacktest({ name: "bad", grid: bad }),
      sampleBacktest({ name: "strict", needs: ["bad"] }),
      sampleBacktest({ name: "plan_b", needs: ["bad"], triggerRule: "one_failed" }),
      sampleBacktest({ name: "after_strict", needs: ["strict"], triggerRule: "none_failed" }),
    ];
    const id = await project.start(sampleDag({ id: "rules", backtests }));
    await project.ended(id);
    expect(await statesOf(id)).toEqual({
      bad: "failed",
      strict: "skipped",
      plan_b: "succeeded",
      after_strict: "succeeded",
    });
  });
});
