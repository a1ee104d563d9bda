import { mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LoadedDag } from "../../src/factory/check-dag.ts";
import { listDags } from "../../src/store/run/dags.ts";
import { type RunningScheduler, startScheduler } from "../../src/worker/start-scheduler.ts";
import { loadedFile } from "../support/loaded-dag.ts";
import { sampleDag } from "../support/sample-dag.ts";
import { withParts } from "../support/executors/with-parts.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

import os from "node:os";
import path from "node:path";

let project: TestProject;
let scheduler: RunningScheduler | undefined;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(async () => {
  await scheduler?.stop();
  await project[Symbol.asyncDispose]();
});

/** Of a round on a busy machine: here no DAG is meant to be left behind. */
const ENOUGH_MS = 60_000;

function loaded(file: string, id: string): LoadedDag {
  const cron = { cron: "* * * * *", timezone: "UTC", missed: "all", overlap: "queue", dayMode: null } as const;
  return loadedFile(file, { text: id, spec: sampleDag({ id, schedule: cron }) });
}

const known = async () => (await listDags(project.deps.database)).map((dag) => dag.id);

function only(file: string, id: string) {
  const files = [loaded(file, id)];
  return { folders: () => [], read: async () => files };
}

describe("the scheduler", () => {
  it("reads its DAGs, starts what is due, and looks again when a file changes", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    const first = [loaded(path.join(folder, "a.yaml"), "first")];
    const both = [...first, loaded(path.join(folder, "b.yaml"), "second")];
    let now = new Date("2026-05-05T05:00:30Z");
    let files = first;
    let looked = Promise.withResolvers<void>();
    scheduler = await startScheduler({
      patienceMs: ENOUGH_MS,
      deps: project.deps,
      readNow: async () => now,
      folder,
      dags: {
        folders: () => [folder],
        read: async () => {
          looked.resolve();
          return files;
        },
      },
      // Only what happens in the folder can make it look.
      pulseMs: null,
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
    scheduler = await startScheduler({
      patienceMs: ENOUGH_MS,
      deps: project.deps,
      readNow: async () => now,
      folder,
      dags,
    });
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
    const readNow = async () => later;
    const dags = { folders: () => [], read: async () => [] };
    scheduler = await startScheduler({ patienceMs: ENOUGH_MS, deps: project.deps, readNow, folder, dags });
    expect((await project.deps.database.query("select 1 from tick")).rowCount).toBe(0);
  });

  it("FAULTS 7.1: goes by the database's clock, whatever the host's says", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    for (const offHours of [1, -1]) {
      const clock = { now: () => new Date(Date.now() + offHours * 3_600_000) };
      const deps = { ...project.deps, clock };
      scheduler = await startScheduler({
        patienceMs: ENOUGH_MS,
        deps,
        folder,
        dags: only(path.join(folder, "a.yaml"), "a"),
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
      patienceMs: ENOUGH_MS,
      deps,
      folder,
      dags: only(path.join(folder, "a.yaml"), "a"),
    });
    const { rowCount } = await project.deps.database.query("select 1 from run where trigger = 'schedule'");
    expect(rowCount).toBeGreaterThan(0);
  });

  it("a slot is planned for its DAG alone: another one that hangs while it is planned does not hold it up", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    const hanging = Promise.withResolvers<never>();
    hanging.promise.catch(() => undefined);
    const strategy = { kind: "module", path: "/nowhere/hangs.ts", exportName: "default" } as const;
    const good = loaded(path.join(folder, "b.yaml"), "b");
    const bad = loaded(path.join(folder, "a.yaml"), "a");
    if (bad.spec === null) throw new Error("No spec");
    const backtests = bad.spec.backtests.map((backtest) => ({ ...backtest, strategy }));
    const files = [{ ...bad, spec: { ...bad.spec, backtests } }, good];
    const strategies: typeof project.deps.strategies = {
      ...project.deps.strategies,
      describe: (source) => (source.kind === "module" ? hanging.promise : project.deps.strategies.describe(source)),
    };
    let now = new Date("2026-05-05T05:00:30Z");
    const dags = { folders: () => [], read: async () => files };
    const deps = withParts(project.deps, { strategies });
    scheduler = await startScheduler({ deps, readNow: async () => now, folder, dags, pulseMs: null });
    const slots = async () => (await project.deps.database.query("select dag_id from tick order by tick_at")).rows;
    for (const [minute, count] of [
      [1, 1],
      [2, 2],
    ] as const) {
      now = new Date(`2026-05-05T05:0${minute}:10Z`);
      await scheduler.round();
      const planned = Array.from({ length: count }, () => ({ dag_id: "b" }));
      await vi.waitFor(async () => expect(await slots()).toEqual(planned), { timeout: 30_000 });
    }
    hanging.reject(new Error("It took too long"));
  });

  it("a DAG whose module is not loaded yet keeps its version and its schedule, one that is new is red", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
    const [known, fresh] = ["known", "fresh"].map((id) => loaded(path.join(folder, `${id}.yaml`), id));
    if (known === undefined || fresh === undefined) throw new Error("No files");
    const place = { line: 1, column: 1, endColumn: 2, path: "", excerpt: "", hint: null };
    const waits = (dag: LoadedDag): LoadedDag => {
      const message = "x.ts is still being loaded";
      return {
        ...dag,
        spec: null,
        diagnostics: [{ severity: "error", code: "MODULE_LOADING", message, file: dag.file, ...place }],
      };
    };
    let files = [known];
    let now = new Date("2026-05-05T05:00:30Z");
    let tell = (): void => undefined;
    const looked: (() => void)[] = [];
    const dags = {
      folders: () => [],
      read: async () => {
        looked.splice(0).forEach((resolve) => resolve());
        return files;
      },
      listen: (listener: () => void) => void (tell = listener),
    };
    const deps = project.deps;
    scheduler = await startScheduler({
      patienceMs: ENOUGH_MS,
      deps,
      readNow: async () => now,
      folder,
      dags,
      pulseMs: null,
    });
    files = [waits(known), waits(fresh)];
    now = new Date("2026-05-05T05:01:10Z");
    await scheduler.round();
    const states = async () => (await listDags(project.deps.database)).map(({ id, state }) => `${id} ${state}`);
    expect(await states()).toEqual(["fresh error", "known ok"]);
    const { rows } = await project.deps.database.query("select dag_id, outcome from tick");
    expect(rows).toEqual([{ dag_id: "known", outcome: "started" }]);

    files = [known, fresh];
    const look = new Promise<void>((resolve) => looked.push(resolve));
    tell();
    await look;
    await scheduler.round();
    expect(await states()).toEqual(["fresh ok", "known ok"]);
  });
});
