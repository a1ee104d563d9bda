import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LoadedDag } from "../../src/factory/check-dag.ts";
import { listDags } from "../../src/store/run/dags.ts";
import { type RunningScheduler, startScheduler } from "../../src/worker/start-scheduler.ts";
import { sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

let project: TestProject;
let scheduler: RunningScheduler | undefined;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(async () => {
  await scheduler?.stop();
  await project[Symbol.asyncDispose]();
});

function loaded(file: string, id: string): LoadedDag {
  const cron = { cron: "* * * * *", timezone: "UTC", missed: "all", overlap: "queue", dayMode: null } as const;
  const origins = { tree: null, sources: new Map<string, string>() };
  return { file, text: id, yamlHash: "", spec: sampleDag({ id, schedule: cron }), diagnostics: [], origins };
}

describe("the scheduler", () => {
  it("reads its folder, starts what is due, and reads again when a file changes", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    const file = path.join(folder, "a.yaml");
    let now = new Date("2026-05-05T05:00:30Z");
    let reads = 0;
    const secondRead = Promise.withResolvers<void>();
    scheduler = await startScheduler({
      deps: project.deps,
      readNow: async () => now,
      folder,
      loadDags: async () => {
        if (++reads === 2) secondRead.resolve();
        return [loaded(file, "first"), ...(reads > 1 ? [loaded(path.join(folder, "b.yaml"), "second")] : [])];
      },
    });
    expect((await listDags(project.deps.database)).map((dag) => dag.id)).toEqual(["first"]);

    now = new Date("2026-05-05T05:01:10Z");
    await scheduler.round();
    const { rows } = await project.deps.database.query("select dag_id, outcome from tick");
    expect(rows).toEqual([{ dag_id: "first", outcome: "started" }]);

    writeFileSync(file, "changed");
    await secondRead.promise;
    await scheduler.round();
    expect((await listDags(project.deps.database)).map((dag) => dag.id)).toEqual(["first", "second"]);
  });

  it("leaves DAGs alone that were only run by hand", async () => {
    const spec = loaded("/elsewhere/by_hand.yaml", "by_hand").spec;
    if (spec === null) throw new Error("No spec");
    await project.start(spec);
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    const later = new Date(Date.now() + 600_000);
    const readNow = async () => later;
    scheduler = await startScheduler({ deps: project.deps, readNow, folder, loadDags: async () => [] });
    expect((await project.deps.database.query("select 1 from tick")).rowCount).toBe(0);
  });

  it("FAULTS 7.1: goes by the database's clock, whatever the host's says", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    for (const offHours of [1, -1]) {
      const clock = { now: () => new Date(Date.now() + offHours * 3_600_000) };
      const deps = { ...project.deps, clock };
      scheduler = await startScheduler({
        deps,
        folder,
        loadDags: async () => [loaded(path.join(folder, "a.yaml"), "a")],
      });
      await scheduler.round();
      await scheduler.stop();
      const { rows } = await project.deps.database.query(
        "select 1 from dag where scheduled_since between now() - interval '1 minute' and now()",
      );
      expect(rows).toHaveLength(1);
      expect((await project.deps.database.query("select 1 from tick where tick_at > now()")).rows).toEqual([]);
    }
    // A minute of the past that is owed is started, though this host believes that it is yet to come.
    await project.deps.database.query("delete from tick");
    await project.deps.database.query("update dag set scheduled_since = now() - interval '61 seconds'");
    const deps = { ...project.deps, clock: { now: () => new Date(Date.now() - 3_600_000) } };
    scheduler = await startScheduler({
      deps,
      folder,
      loadDags: async () => [loaded(path.join(folder, "a.yaml"), "a")],
    });
    const { rowCount } = await project.deps.database.query("select 1 from run where trigger = 'schedule'");
    expect(rowCount).toBeGreaterThan(0);
  });
});
