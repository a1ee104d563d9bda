import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, it } from "vitest";
import { readRegression } from "../../src/analytics/regression/regression-result.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { sampleBacktest, sampleDag } from "../support/sample-dag.ts";
import { createTestProject } from "../support/test-project.ts";

const MAIN = path.resolve(import.meta.dirname, "fixtures/worker-main.ts");
const REGRESSION = { onChange: "fail", tolerance: { absolute: 0, relative: 0 }, cells: null } as const;

it("a comparison with the run before is made again when its worker is killed, and costs nobody a try", {
  timeout: 120_000,
}, async () => {
  await using project = await createTestProject();
  const spec = sampleDag({ backtests: [sampleBacktest({ regression: REGRESSION })] });
  const calm = await project.worker();
  const before = await project.start(spec);
  expect((await project.ended(before)).state).toBe("succeeded");
  await calm.drain();

  const id = await project.start(spec, { logicalDate: new Date("2026-02-11T00:00:00Z") });
  const doomed = spawn(process.execPath, [MAIN, project.database.url, "hang_in_cell"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(doomed.stdout, "data");
  const gateOf = async () => (await listTasks(project.deps.database, id)).find(({ kind }) => kind === "regression");
  expect(await gateOf()).toMatchObject({ state: "running", output: null });
  doomed.kill("SIGKILL");
  await once(doomed, "exit");

  await project.worker({ timing: { heartbeatMs: 100, aliveMs: 1000, watchdogMs: 100 } });
  expect((await project.ended(id)).state).toBe("succeeded");
  const gate = await gateOf();
  expect(gate).toMatchObject({ state: "succeeded", attempts: 0 });
  expect(readRegression(gate?.output)).toMatchObject({ state: "unchanged", against: before, compared: 6, changed: 0 });
});
