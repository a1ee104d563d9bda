import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import { addArtifact } from "../../../src/store/artifacts.ts";
import { createGate, type Gate } from "../../support/gate.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

function folderOf(id: string): string {
  const folder = path.join(project.home, "results", `run_${id}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function leave(folder: string, name: string, ageHours: number): void {
  const file = path.join(folder, name);
  writeFileSync(file, "half");
  const then = Date.now() / 1000 - ageHours * 3600;
  utimesSync(file, then, then);
}

/** A run whose callback goes on, and the attempt at it. */
async function startedRun(gate: Gate): Promise<{ readonly id: RunId; readonly attemptId: string }> {
  await project.worker({ runCallback: (_, { signal }) => gate.pass(signal) });
  const id = await project.start(sampleDag({ backtests: [], before: [sampleCallback("noop")] }));
  await gate.arrived;
  const { rows } = await project.deps.database.query<{ id: string }>("select id::text from attempt");
  return { id, attemptId: rows[0]?.id ?? "" };
}

it("a worker that starts removes what killed ones have left of artifacts, and nothing that anybody writes or has written", async () => {
  const gate = createGate();
  const { id, attemptId } = await startedRun(gate);
  const folder = folderOf(id);
  leave(folder, `.${attemptId}.0123abcd.partial`, 48);
  leave(folder, ".999999.0123abcd.partial", 0);
  leave(folder, "ranking.csv.0123abcd.partial", 25);
  leave(folder, "fresh.csv.0123abcd.partial", 1);
  leave(folder, "my.partial", 48);
  leave(folder, "ranking.csv", 48);
  await addArtifact(
    project.deps.database,
    { runId: id, attemptId },
    { name: "my.partial", path: "", bytes: 4, inDepot: null },
  );
  const strange = folderOf("of another database");
  leave(strange, ".1.0123abcd.partial", 1);
  leave(strange, ".2.0123abcd.partial", 25);

  await project.worker();
  const gone = [path.join(strange, ".2.0123abcd.partial"), path.join(folder, ".999999.0123abcd.partial")];
  while (gone.some((file) => existsSync(file)) || existsSync(path.join(folder, "ranking.csv.0123abcd.partial"))) {
    await new Promise(setImmediate);
  }
  const left = [`.${attemptId}.0123abcd.partial`, "fresh.csv.0123abcd.partial", "my.partial", "ranking.csv"];
  expect(readdirSync(folder).toSorted()).toEqual(left.toSorted());
  expect(readdirSync(strange)).toEqual([".1.0123abcd.partial"]);
  gate.open();
  await project.ended(id);
});
