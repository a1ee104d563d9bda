import { mkdtempSync, renameSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LoadedDag } from "../../src/factory/check-dag.ts";
import { listDags } from "../../src/store/run/dags.ts";
import { type RunningScheduler, startScheduler } from "../../src/worker/start-scheduler.ts";
import { loadedFile } from "../support/loaded-dag.ts";
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
  return loadedFile(file, { text: id, spec: sampleDag({ id, schedule: cron }) });
}

const known = async () => (await listDags(project.deps.database)).map((dag) => dag.id);

describe("the scheduler", () => {
  it("reads its DAGs, starts what is due, and looks again when a file changes", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    const first = [loaded(path.join(folder, "a.yaml"), "first")];
    const both = [...first, loaded(path.join(folder, "b.yaml"), "second")];
    let now = new Date("2026-05-05T05:00:30Z");
    let files = first;
    let looked = Promise.withResolvers<void>();
    scheduler = await startScheduler({
      deps: { ...project.deps, clock: { now: () => now } },
      folder,
      dags: {
        folders: () => [folder],
        read: async () => {
          looked.resolve();
          return files;
        },
      },
      // Only what happens in the folder can make it look.
      pulse: "0 0 0 1 1 *",
    });
    expect(await known()).toEqual(["first"]);

    now = new Date("2026-05-05T05:01:10Z");
    await scheduler.round();
    const { rows } = await project.deps.database.query("select dag_id, outcome from tick");
    expect(rows).toEqual([{ dag_id: "first", outcome: "started" }]);

    files = both;
    // Saved by rename, then edited in place: an ear at the old file would hear nothing of the second.
    for (const change of ["renamed", "edited", "edited again"]) {
      looked = Promise.withResolvers<void>();
      writeFileSync(path.join(folder, change === "renamed" ? "a.tmp" : "a.yaml"), change);
      if (change === "renamed") renameSync(path.join(folder, "a.tmp"), path.join(folder, "a.yaml"));
      await looked.promise;
      await scheduler.round();
    }
    expect(await known()).toEqual(["first", "second"]);
  });

  it("FAULTS 6.2: looks at its files in every round, and takes over what has changed alone", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    let files: readonly LoadedDag[] | Error = [loaded(path.join(folder, "a.yaml"), "first")];
    const dags = {
      folders: () => [],
      read: async () => {
        if (files instanceof Error) throw files;
        return files;
      },
    };
    let now = new Date("2026-05-05T05:00:30Z");
    scheduler = await startScheduler({ deps: { ...project.deps, clock: { now: () => now } }, folder, dags });
    // Nobody tells of this: no event comes.
    files = [];
    await scheduler.round();
    now = new Date("2026-05-05T05:01:10Z");
    await scheduler.round();
    expect((await project.deps.database.query("select 1 from tick")).rowCount).toBe(0);

    files = [loaded(path.join(folder, "a.yaml"), "first")];
    await scheduler.round();
    now = new Date("2026-05-05T05:02:10Z");
    files = new Error("The disk is away");
    await scheduler.round();
    const { rows } = await project.deps.database.query("select dag_id, outcome from tick");
    expect(rows).toEqual([{ dag_id: "first", outcome: "started" }]);
  });

  it("leaves DAGs alone that were only run by hand", async () => {
    const spec = loaded("/elsewhere/by_hand.yaml", "by_hand").spec;
    if (spec === null) throw new Error("No spec");
    await project.start(spec);
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    const later = new Date(Date.now() + 600_000);
    const deps = { ...project.deps, clock: { now: () => later } };
    scheduler = await startScheduler({ deps, folder, dags: { folders: () => [], read: async () => [] } });
    expect((await project.deps.database.query("select 1 from tick")).rowCount).toBe(0);
  });
});
