import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CallbackContext } from "../../../../src/callbacks/callback-context.ts";
import { runCallback } from "../../../../src/callbacks/run-callback.ts";
import type { RunId } from "../../../../src/core/names/ids.ts";
import { stopRun } from "../../../../src/runs/end/stop-run.ts";
import { clearTasks } from "../../../../src/runs/actions/clear-tasks.ts";
import { listArtifacts } from "../../../../src/store/artifacts.ts";
import { readRun } from "../../../../src/store/run/runs.ts";
import { listCells } from "../../../../src/store/sweep/read-cells.ts";
import { listTasks } from "../../../../src/store/run/tasks.ts";
import { sampleCallback, sampleDag } from "../../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../../support/test-project.ts";

const nobody = () => Promise.reject(new Error("built-ins need no process"));
const users = { check: nobody, run: nobody };
const series = (options = {}) => sampleCallback("series", { options });
const ACT = { by: "eve", origin: "cli", reason: null } as const;

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const folderOf = (id: RunId) => path.join(project.home, "results", `run_${id}`);
const contentsOf = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name))]));

async function rowsOf(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const bytes = readFileSync(file);
  const own = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return parquetReadObjects({ file: own, compressors: { ZSTD: (packed) => zstdDecompressSync(packed) } });
}

describe("the series of a run", () => {
  it("are whole Parquet files of the best cells, registered, and say where they come from", async () => {
    await project.worker({ runCallback: (spec, context) => runCallback(spec, context, { users }) });
    const id = await project.start(sampleDag({ after: [series({ best: 2 })] }));
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    const names = ["daily_signals.parquet", "equity.parquet", "positions.parquet", "summary.json", "trades.parquet"];
    expect(readdirSync(folderOf(id)).toSorted()).toEqual(names);
    const artifacts = await listArtifacts(project.deps.database, id);
    expect(artifacts.map(({ name }) => name)).toEqual(names);
    for (const { path: file, bytes } of artifacts) expect(readFileSync(file).length).toBe(bytes);

    const [task] = await listTasks(project.deps.database, id);
    const best = await listCells(project.deps.database, {
      taskId: task?.id ?? ("" as never),
      order: { by: "metric", metric: "sharpe", better: "higher", descending: true, minTrades: 0 },
      limit: 2,
    });
    const equity = await rowsOf(path.join(folderOf(id), "equity.parquet"));
    expect([...new Set(equity.map(({ cell }) => cell))]).toEqual(best.map(({ cell }) => cell));
    expect(equity.length).toBe(600);
    const last = equity.findLast(({ cell }) => cell === best[0]?.cell);
    expect(last?.["equity"]).toBeCloseTo(best[0]?.result?.metrics.final_equity ?? 0, 6);
    const bytes = readFileSync(path.join(folderOf(id), "equity.parquet"));
    const facts = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    expect(Object.fromEntries(facts.key_value_metadata?.map(({ key, value }) => [key, value]) ?? [])).toMatchObject({
      run_id: id,
      dag: "sample",
      snapshot_id: task?.snapshotId,
      schema_version: "1",
      kind: "equity",
    });
    const summary = JSON.parse(readFileSync(path.join(folderOf(id), "summary.json"), "utf8"));
    expect(summary).toMatchObject({ mean_ic: null, snapshot_id: task?.snapshotId, dataset_version_ids: ["1"] });
  });

  it("that were removed are made anew byte by byte", async () => {
    await project.worker({ runCallback: (spec, context) => runCallback(spec, context, { users }) });
    const id = await project.start(sampleDag({ after: [series()] }));
    await project.ended(id);
    const before = contentsOf(folderOf(id));
    rmSync(folderOf(id), { recursive: true });
    const run = await readRun(project.deps.database, id);
    if (run === null) throw new Error("The run is gone");
    await clearTasks(run, { keys: ["after.series"], downstream: false, recompute: false, act: ACT }, project.deps);
    await project.ended(id);
    expect(contentsOf(folderOf(id))).toEqual(before);
  });

  it("leave nothing when the run is cancelled in their midst", async () => {
    const { promise: began, resolve: begin } = Promise.withResolvers<void>();
    const strategies = {
      ...project.deps.strategies,
      runCell: async (...asked: Parameters<typeof project.deps.strategies.runCell>) => {
        const result = await project.deps.strategies.runCell(...asked);
        if (asked[2]?.keepsSaid === true && calls++ === 2) {
          begin();
          await cancelled.promise;
        }
        return result;
      },
    };
    let calls = 0;
    const cancelled = Promise.withResolvers<void>();
    const run = (...[spec, context]: [Parameters<typeof runCallback>[0], CallbackContext]) => {
      context.signal.addEventListener("abort", () => cancelled.resolve());
      return runCallback(spec, context, { users });
    };
    await project.worker({ strategies, runCallback: run });
    const id = await project.start(sampleDag({ after: [series()] }));
    await began;
    await stopRun(project.deps.database, id, { state: "cancelled", reason: "enough" });
    expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
    expect(existsSync(folderOf(id)) ? readdirSync(folderOf(id)) : []).toEqual([]);
    expect(await listArtifacts(project.deps.database, id)).toEqual([]);
  });

  it("stand beside a file of the same name that a script has left", async () => {
    const gate = Promise.withResolvers<void>();
    await project.worker({
      runCallback: async (spec, context) => {
        await gate.promise;
        return runCallback(spec, context, { users });
      },
    });
    const id = await project.start(sampleDag({ after: [series({ best: 1, kinds: ["equity"] })] }));
    mkdirSync(folderOf(id), { recursive: true });
    writeFileSync(path.join(folderOf(id), "equity.parquet"), "not ours");
    gate.resolve();
    await project.ended(id);
    expect(readdirSync(folderOf(id)).toSorted()).toEqual(["equity.parquet", "series-equity.parquet", "summary.json"]);
    expect(readFileSync(path.join(folderOf(id), "equity.parquet"), "utf8")).toBe("not ours");
  });
});
