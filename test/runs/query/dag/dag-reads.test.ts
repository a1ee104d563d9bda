import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  dagDetailJson,
  dagGridJson,
  dagHistoryJson,
  dagTextJson,
  dagTicksJson,
} from "../../../../src/contract/json/service/dag-json.ts";
import type { RunId } from "../../../../src/core/names/ids.ts";
import { dagDetail, dagText } from "../../../../src/runs/query/dag/dag-detail.ts";
import { dagGrid } from "../../../../src/runs/query/dag/dag-grid.ts";
import { dagHistory } from "../../../../src/runs/query/dag/dag-history.ts";
import { dagTicks } from "../../../../src/runs/query/dag/dag-ticks.ts";
import { serviceDocumentOf } from "../../../contract/support/service-document-of.ts";
import { sampleBacktest, sampleCallback } from "../../../support/sample-dag.ts";
import { scheduled } from "../../../support/scheduled-dag.ts";
import { createTestProject, type TestProject } from "../../../support/test-project.ts";

const ID = "dag_reads";
/** New York: midnight there is 5 in the morning UTC in winter. */
const nightly = {
  ...scheduled({ timezone: "America/New_York", cron: "0 0 * * *" }, ID),
  after: [sampleCallback("talk")],
};
const older = { ...nightly, after: [], description: "older" };

let project: TestProject;
const ids: RunId[] = [];
beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
  const runs = [
    { spec: older, logicalDate: new Date("2026-01-31T05:00:00Z") },
    { spec: nightly, logicalDate: new Date("2026-02-01T05:00:00Z") },
    { spec: nightly, logicalDate: new Date("2026-02-02T05:00:00Z") },
    { spec: nightly, logicalDate: new Date("2026-02-03T05:00:00Z"), overrides: { initial_capital: 5 } },
  ];
  for (const { spec, ...changes } of runs) {
    const id = await project.start(spec, changes);
    await project.ended(id);
    ids.push(id);
  }
  const { database } = project.deps;
  await database.query(`update dag set hash = (select dag_hash from run where id = $1) where id = $2`, [ids[2], ID]);
  await database.query(
    `insert into tick (dag_id, tick_at, outcome, run_id, decided_at) values
       ($1, '2026-01-01T04:59:00Z', 'missed', null, now()), ($1, '2026-01-01T05:00:00Z', 'skipped', null, now()),
       ($1, '2026-02-01T05:00:00Z', 'started', $2, now()), ($1, '2026-02-01T06:00:00Z', 'queued', $3, now())`,
    [ID, ids[1], ids[2]],
  );
});
afterAll(() => project[Symbol.asyncDispose]());

const reading = () => project.deps.database;

describe("a DAG", () => {
  it("has what its file says, its next slots and its versions", async () => {
    const json = serviceDocumentOf("dag_detail", dagDetailJson(await dagDetail(reading(), ID)));
    expect(json).toMatchObject({
      dag: ID,
      state: "ok",
      schedule: { cron: "0 0 * * *", timezone: "America/New_York" },
      backtests: [{ backtest: "backtest", strategy: "sma_cross", objective: "sharpe", cells: 6 }],
    });
    expect(json.next.length).toBe(5);
    expect(json.versions.map(({ runs, current }) => [runs, current])).toEqual([
      [3, true],
      [1, false],
    ]);
    await expect(dagDetail(reading(), "dag_read")).rejects.toMatchObject({ code: "DAG_NOT_FOUND" });
  });

  it("gives the text of a version, by the first digits of its hash", async () => {
    const { versions } = await dagDetail(reading(), ID);
    const old = versions[1]?.hash ?? "";
    const json = serviceDocumentOf("dag_text", dagTextJson(await dagText(reading(), ID, old.slice(0, 12))));
    expect(JSON.parse(json.yaml)).toMatchObject({ description: "older" });
    expect((await dagText(reading(), ID, null)).isCurrent).toBe(true);
    for (const hash of ["", "abc", "0123456789"]) {
      await expect(dagText(reading(), ID, hash)).rejects.toMatchObject({ code: "DAG_NOT_FOUND" });
    }
  });

  it("has a grid of its last runs, task by task", async () => {
    const json = serviceDocumentOf("dag_grid", dagGridJson(ID, await dagGrid(reading(), ID, 30)));
    expect(json.runs.map(({ run_id }) => run_id)).toEqual(ids.toReversed());
    expect(json.rows.map(({ key, entries }) => [key, entries.map((entry) => entry?.state ?? null)])).toEqual([
      ["backtest", ["succeeded", "succeeded", "succeeded", "succeeded"]],
      ["after.talk", ["succeeded", "succeeded", "succeeded", null]],
    ]);
    expect(json.rows[0]?.entries[0]).toMatchObject({ tasks: 1, ended: 1, cells: { total: 6, done: 6, failed: 0 } });
    expect((await dagGrid(reading(), ID, 1)).runs.length).toBe(1);
  });

  it("folds what are too many tasks for rows of their own", async () => {
    const talks = Array.from({ length: 201 }, (_, place) => sampleCallback(`talk_${place}`));
    const id = await project.start({ ...nightly, id: "wide", after: talks });
    await project.ended(id);
    const { rows } = serviceDocumentOf("dag_grid", dagGridJson("wide", await dagGrid(reading(), "wide", 30)));
    expect(rows.map(({ key, folded }) => [key, folded])).toEqual([
      ["backtest", false],
      ["after.*", true],
    ]);
    expect(rows[1]?.entries).toMatchObject([{ tasks: 201, ended: 201, state: "succeeded" }]);
  });

  it("has a history of its best cells by night and by month, without experiments", async () => {
    const history = await dagHistory(reading(), { dag: ID, metric: "max_drawdown", limit: 10 });
    const json = serviceDocumentOf("dag_history", dagHistoryJson(ID, history));
    expect(json.points.map(({ run_id }) => run_id)).toEqual(ids.slice(0, 3));
    expect(json.points.every(({ value }) => typeof value === "number")).toBe(true);
    expect(json.months.map(({ month, values }) => [month, values])).toEqual([
      ["2026-01", 1],
      ["2026-02", 2],
    ]);
    expect(json.months[1]?.mean).toBeCloseTo(json.points[1]?.value ?? 0, 12);
    const last = await dagHistory(reading(), { dag: ID, metric: null, limit: 1 });
    expect(last).toMatchObject({ hasMore: true, points: [{ runId: ids[2] }], metric: { id: "sharpe" } });
    const since = { dag: ID, metric: null, from: new Date("2026-02-01"), to: new Date("2026-02-02"), limit: 9 };
    expect((await dagHistory(reading(), since)).points.map(({ runId }) => runId)).toEqual([ids[1]]);
    await expect(dagHistory(reading(), { dag: ID, metric: "sharp", limit: 1 })).rejects.toMatchObject({
      code: "USAGE",
    });
  });

  it("has a calendar of slots by the days of its zone", async () => {
    const json = serviceDocumentOf("dag_ticks", dagTicksJson(ID, 2026, await dagTicks(reading(), ID, 2026)));
    expect(json.timezone).toBe("America/New_York");
    expect(json.days).toEqual([
      { day: "2026-01-01", started: 0, queued: 0, skipped: 1, missed: 0, run_id: null },
      { day: "2026-02-01", started: 1, queued: 1, skipped: 0, missed: 0, run_id: ids[2] },
    ]);
    expect((await dagTicks(reading(), ID, 2025)).days.map(({ day }) => day)).toEqual(["2025-12-31"]);
  });

  it("without a schedule counts its days in UTC", async () => {
    const id = await project.start({ ...nightly, id: "idle", backtests: [sampleBacktest()], schedule: null });
    await project.ended(id);
    expect((await dagTicks(reading(), "idle", 2026)).timezone).toBe("UTC");
  });
});
