import { expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 300_000;
const project = await createCliProject();

/** Long enough to be met at work: each history is a backtest. */
const STUDIES = `monte_carlo: { method: price_noise, runs: 2000, seed: 2 }
  sensitivity: { draws: 400, seed: 2 }`;

project.write(
  "dags/long.yaml",
  `id: long
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid: { fast: [10, 20], slow: [100, 200] }
  ${STUDIES}
alerts: []
`,
);

async function attempts(state: string): Promise<readonly string[]> {
  const { rows } = await project.database.pool.query<{ kind: string }>(
    "select kind from attempt join task on task.id = attempt.task_id where attempt.state = $1 and kind in ('monte_carlo', 'sensitivity')",
    [state],
  );
  return rows.map(({ kind }) => kind).toSorted();
}

it(
  "studies whose worker is killed with SIGKILL midway are done by the next one, to the same bytes",
  async () => {
    const worker = project.start(["worker"]);
    await project.run(["run", "long", "--detach"]);
    await expect
      .poll(() => attempts("running"), { timeout: 60_000, interval: 20 })
      .toEqual(["monte_carlo", "sensitivity"]);
    worker.child.kill("SIGKILL");
    await worker.ended;
    const next = project.start(["worker"]);
    const { stdout } = await project.run(["logs", "long", "-f"]);
    expect(stdout).toContain("Run succeeded");
    expect(await attempts("lost")).toEqual(["monte_carlo", "sensitivity"]);
    const { document: killed } = await project.json("run", ["show", "last"]);
    next.child.kill("SIGTERM");
    await next.ended;
    await project.run(["run", "long"]);
    const { document: whole } = await project.json("run", ["show", "last"]);
    expect(killed.run_id).not.toBe(whole.run_id);
    expect(killed.rankings[0]?.monte_carlo?.holds).toMatch(/holds|weak|fails/);
    expect(killed.rankings[0]?.monte_carlo).toEqual(whole.rankings[0]?.monte_carlo);
    expect(killed.rankings[0]?.sensitivity).toEqual(whole.rankings[0]?.sensitivity);
  },
  TIMEOUT,
);
