import { expect, it, vi } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();

const DAG = (cells: string) => `
id: ticking
schedule: { cron: "* * * * *", timezone: UTC, missed: last, overlap: skip }
backtest:
  strategy: sma_cross
  data: { dataset: sp500 }
  start_date: 2016-01-04
  end_date: 2016-12-30
  param_grid: { fast: ${cells}, slow: [30] }
alerts: []
`;

/** As if the schedule had begun, and nothing had been due, until some minutes ago. */
async function windBack(): Promise<void> {
  await project.database.pool.query(
    `with forgotten as (delete from tick), unticked as (update run set tick_at = null)
     update dag set scheduled_since = now() - interval '5 minutes'`,
  );
}

/** Changing any file of the folder makes the scheduler look at once. */
function nudge(): void {
  project.write("dags/notes.txt", String(Math.random()));
}

function succeeded(cells: number, count: number): Promise<void> {
  const look = async (): Promise<void> => {
    const text = "select 1 from run where state = 'succeeded' and trigger = 'schedule' and cells_total = $1";
    const { rowCount } = await project.database.pool.query(text, [cells]);
    expect(rowCount).toBeGreaterThanOrEqual(count);
  };
  return vi.waitFor(look, { timeout: 30_000, interval: 50 });
}

it("up keeps schedules, reads changed files, keeps the last good version of a bad one, and drains", {
  timeout: 120_000,
}, async () => {
  project.write("dags/ticking.yaml", DAG("[5]"));
  const up = project.start(["up", "--slots", "1"]);
  await up.says("nightgrid is up");
  await up.says("ticking: next run");
  await windBack();
  nudge();
  await succeeded(1, 1);

  project.write("dags/ticking.yaml", DAG("[5, 10]"));
  await vi.waitFor(
    async () => {
      const { rowCount } = await project.database.pool.query("select 1 from dag_version");
      expect(rowCount).toBe(2);
    },
    { timeout: 30_000, interval: 50 },
  );
  await windBack();
  nudge();
  await succeeded(2, 1);

  project.write("dags/ticking.yaml", DAG("[5, oops]"));
  await up.says("ticking.yaml:9");
  const listed = await project.json(["dags"]);
  const error = expect.stringContaining("dags/ticking.yaml:9") as string;
  expect(listed.document["dags"]).toMatchObject([{ state: "error", error }]);
  await windBack();
  nudge();
  await succeeded(2, 2);

  up.child.kill("SIGTERM");
  const { code, stderr } = await up.ended;
  expect(code).toBe(0);
  expect(stderr).toContain("nightgrid is down");
  const { rows } = await project.database.pool.query("select 1 from run where state in ('queued', 'running')");
  expect(rows).toEqual([]);
});
