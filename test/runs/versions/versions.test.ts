import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listVersions } from "../../../src/store/datasets/dataset-versions.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const versions = async () => {
  const { rows } = await project.deps.database.query<{ dataset: string }>(
    "select distinct dataset from dataset_version",
  );
  return Promise.all(rows.map(({ dataset }) => listVersions(project.deps.database, dataset, 100)));
};

describe("the version of what a run reads", () => {
  it("is written once, however many DAGs find the same data at the same time", async () => {
    await project.worker();
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, dag) => project.start(sampleDag({ id: `dag_${dag}` }))),
    );
    const runs = await Promise.all(ids.map((id) => project.ended(id)));
    expect(runs.map(({ state }) => state)).toEqual(ids.map(() => "succeeded"));
    const [[version, ...more] = [], ...others] = await versions();
    expect([more, others]).toEqual([[], []]);
    expect(version).toMatchObject({ version: 1, parentId: null, command: "manual" });
    expect(ids).toContain(version?.runId);
    for (const run of runs) expect(run.datasetVersionIds).toEqual([version?.id]);
    for (const id of ids) {
      const tasks = await listTasks(project.deps.database, id);
      expect(tasks.map(({ datasetVersionId }) => datasetVersionId)).toEqual([version?.id]);
    }
  });

  it.each([
    ["nothing says what a run has read", "update run set reads = null"],
    ["a run names no version", "update run set dataset_version_ids = '{}'"],
    ["a run names no snapshot", "update run set snapshot_ids = '{}'"],
    ["a backtest names no version", "update task set dataset_version_id = null"],
    ["a backtest names no snapshot", "update task set snapshot_id = null"],
    ["nothing says what a backtest has read", "update task set reads = null"],
  ])("is needed for success: refused where %s", async (_, change) => {
    await project.worker();
    const id = await project.start(sampleDag());
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    await expect(project.deps.database.query(change)).rejects.toThrow(/_is_pinned/);
  });
});
