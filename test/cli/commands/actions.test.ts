import { renameSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();

const NIGHTLY = `
id: nightly
schedule: { cron: "30 2 * * *", timezone: America/New_York }
backtest:
  strategy: sma_cross
  data: { csv: "../prices.csv", bars_per_year: 252 }
  param_grid: { fast: [2, 3] }
  params: { slow: 8 }
`;

function prices(days: number): string {
  const rows = Array.from({ length: days }, (_, day) => {
    const price = 100 + 10 * Math.sin(day / 5);
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date},${price},${price},${price},${price}`;
  });
  return ["date,open,high,low,close", ...rows].join("\n");
}

beforeAll(() => {
  project.write("prices.csv", prices(60));
  project.write("dags/nightly.yaml", NIGHTLY);
});

it(
  "a person cancels, retries, repeats and pauses, and the audit says who, what and why, without secrets and on one line each",
  async () => {
    const env = {
      NIGHTGRID_USER: "eve",
      SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/T00000000/B00000000/verysecretverysecret",
    };
    const { document: started } = await project.json("started_run", ["run", "nightly", "--detach"], env);
    const id = started.run_id;
    const { document: cancelled } = await project.json(
      "cancelled_run",
      ["cancel", id, "--reason", "oh\nno \u001b[31m"],
      env,
    );
    expect(cancelled).toMatchObject({ cancelled: true, state: "cancelled" });
    const dry = await project.json("acted_runs", ["retry", "--state", "cancelled", "--dry-run"]);
    expect(dry.document).toMatchObject({ dry_run: true, runs: [{ run_id: id, done: false, tasks: 1, error: null }] });
    const { document: retried } = await project.json(
      "acted_runs",
      ["retry", id, "--reason", `see ${env.SLACK_WEBHOOK_URL}`],
      env,
    );
    expect(retried.runs).toMatchObject([{ run_id: id, done: true, tasks: 1 }]);
    const again = await project.run(["retry", id]);
    expect([again.code, again.stderr]).toEqual([3, expect.stringContaining("has not ended: it is queued")]);
    const worker = project.start(["worker"]);
    await worker.says("Ctrl-C");
    await project.run(["logs", id, "-f"]);
    expect((await project.json("run", ["show", id])).document).toMatchObject({ state: "succeeded", retries: 1 });
    expect((await project.json("acted_runs", ["clear", id, "backtest", "--recompute"])).document.runs).toMatchObject([
      { done: true, tasks: 1 },
    ]);
    worker.child.kill("SIGTERM");
    await worker.ended;
    await project.run(["pause", "nightly", "--by", "ann"]);
    const { document: audit } = await project.json("audit", ["audit", "--dag", "nightly"]);
    expect(audit.actions.map(({ action, by, target, reason }) => [action, by, target, reason])).toEqual([
      ["pause", "ann", null, null],
      ["clear", expect.any(String), "backtest", null],
      ["retry", "eve", "backtest", expect.not.stringContaining("verysecret")],
      ["cancel", "eve", null, "oh no \\u001b[31m"],
      ["start", "eve", null, null],
    ]);
    expect((await project.run(["audit", "--run", id])).stdout.split("\n")).toHaveLength(6);
    expect((await project.run(["schedule", "nightly"])).stdout).toContain("paused by ann");
    expect((await project.run(["dags"])).stdout).toMatch(/nightly .* paused by ann /);
    expect((await project.json("dags", ["dags"])).document.dags).toMatchObject([
      { paused: { by: "ann", reason: null } },
    ]);
    expect((await project.run(["unpause", "nightly"])).code).toBe(0);
    expect((await project.json("dags", ["dags"])).document.dags).toMatchObject([{ paused: null }]);
    const nowhere = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
    const apart = await project.run(["dags"], nowhere);
    expect([apart.code, apart.stdout]).toEqual([0, expect.stringContaining("Which of them are paused is not known: ")]);
    expect((await project.run(["unpause", "nightly"])).code).toBe(3);
  },
  TIMEOUT,
);

it(
  "a rerun with the latest takes the data and the file of today, under whatever name it lies there; the pinned one does not",
  async () => {
    const { document: first } = await project.json("run", [
      "run",
      "nightly",
      "--param",
      "fast=5",
      "--date",
      "2020-02-20",
    ]);
    project.write("prices.csv", prices(70));
    renameSync(path.join(project.home, "dags/nightly.yaml"), path.join(project.home, "dags/renamed.yaml"));
    const { document } = await project.json("acted_runs", ["rerun", first.run_id, "--with", "latest"]);
    const pinned = await project.json("acted_runs", ["rerun", first.run_id]);
    const ids = [document, pinned.document].map(({ runs }) => runs[0]?.new_run_id ?? "");
    const worker = project.start(["worker"]);
    for (const id of ids) await project.run(["logs", id, "-f"]);
    worker.child.kill("SIGTERM");
    await worker.ended;
    const [latest, same] = await Promise.all(ids.map(async (id) => (await project.json("run", ["show", id])).document));
    const { overrides, logical_date } = first;
    expect(latest).toMatchObject({ state: "succeeded", repeats: first.run_id, overrides, logical_date });
    expect(same).toMatchObject({ state: "succeeded", repeats: first.run_id, overrides, cells: { cached: 1 } });
  },
  TIMEOUT,
);

it(
  "a backfill goes on without its command, and is shown, cancelled and resumed by others",
  async () => {
    const span = ["--from", "2020-02-20", "--to", "2020-02-24"];
    const { document } = await project.json("backfill", ["backfill", "nightly", ...span, "--detach"]);
    const id = document.backfill ?? "";
    expect(document).toMatchObject({ state: "running", slots: { total: 5, open: 1, waiting: 4 } });
    expect((await project.json("backfill", ["backfill", "nightly"])).document).toMatchObject({ backfill: id });
    const cancelled = await project.json("backfill", ["backfill", "--cancel", id]);
    expect(cancelled.document).toMatchObject({ state: "cancelled", slots: { cancelled: 1, waiting: 4, open: 0 } });
    const worker = project.start(["worker"]);
    await worker.says("Ctrl-C");
    const resumed = await project.run(["backfill", "--resume", id]);
    expect([resumed.code, resumed.stdout]).toEqual([0, expect.stringContaining("5 of 5 done (5 succeeded)")]);
    worker.child.kill("SIGTERM");
    await worker.ended;
    expect((await project.run(["backfill", "--cancel", "x"])).code).toBe(2);
    expect((await project.run(["backfill", "--cancel", "77"])).code).toBe(4);
  },
  TIMEOUT,
);
