import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();

/** Bars of one price that never moves, or of a rise by one a day. */
function prices(name: string, count: number, step: number): void {
  const rows = Array.from({ length: count }, (_, i) => {
    const day = new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
    const close = 100 + step * i;
    return `${day},${close},${close + step},${close - step},${close},10`;
  });
  project.write(`data/${name}.csv`, ["date,open,high,low,close,volume", ...rows].join("\n"));
}

prices("flat", 300, 0);
prices("two", 2, 1);
prices("one", 1, 1);
for (let i = 0; i < 40; i++) prices(`many${i}`, 400, 1 + i / 10);

function dag(id: string, backtest: string): void {
  project.write(`dags/${id}.yaml`, `id: ${id}\nbacktest:\n  ${backtest}\nalerts: []\n`);
}

async function historiesOf(id: string) {
  expect((await project.run(["run", id])).code).toBe(0);
  const { document } = await project.json("run", ["show", id]);
  return document.rankings[0]?.monte_carlo ?? null;
}

const held = (name: string, method: string): string => `strategy: buy_and_hold
  data: { csv: ../data/${name}.csv, bars_per_year: 252 }
  monte_carlo: { method: ${method}, runs: 100 }`;

describe("other histories of hardly anything", () => {
  it.each(["price_noise", "stationary", "trades"])(
    "of a price that never moves, by %s, neither hold nor fail",
    async (method) => {
      dag("flat", held("flat", method));
      const found = await historiesOf("flat");
      expect(found).toMatchObject({ holds: "unknown", statistics: { p_loss: 0, p_ruin: 0, drawdown_p99: 0 } });
    },
    TIMEOUT,
  );

  it.each(["two", "one"])(
    "of %s bars say how few there are",
    async (name) => {
      dag(name, held(name, "price_noise"));
      const found = await historiesOf(name);
      expect(found?.holds).toBe("unknown");
      expect(found?.returns).toBe(name === "two" ? 2 : 1);
    },
    TIMEOUT,
  );
});

it(
  "a cancel midway through noisy bars of 40 symbols ends them, and the command that computes them with an error",
  async () => {
    const symbols = Array.from({ length: 40 }, (_, i) => `many${i}`).join(", ");
    dag(
      "many",
      `strategy: equal_weight
  data: { csv: "../data/{symbol}.csv", symbols: [${symbols}], bars_per_year: 252 }
  monte_carlo: { method: price_noise, runs: 100000 }`,
    );
    const running = project.start(["run", "many"]);
    const isDrawing = async (): Promise<boolean> => {
      const { rows } = await project.database.pool.query(
        "select from attempt join task on task.id = attempt.task_id where kind = 'monte_carlo' and attempt.state = 'running'",
      );
      return rows.length > 0;
    };
    await expect.poll(isDrawing, { timeout: 60_000, interval: 20 }).toBe(true);
    const { document } = await project.json("cancelled_run", ["cancel", "many"]);
    expect(document.state).toBe("cancelled");
    expect((await running.ended).code).toBe(5);
  },
  TIMEOUT,
);

it(
  "a script whose pnl.csv was removed since is told from where, and how it comes back",
  async () => {
    project.write(
      "scripts/earn.sh",
      `while [ $# -gt 0 ]; do [ "$1" = --output_dir ] && out=$2; shift; done
{ echo date,pnl,cumulative_pnl; i=1; while [ $i -le 28 ]; do printf '2024-02-%02d,5,%s\\n' $i $((i * 5)); i=$((i + 1)); done; } > "$out/pnl.csv"
`,
    );
    dag(
      "script",
      `script: ../scripts/earn.sh
  outputs: { trades.csv: { required: false }, summary.csv: { required: false } }
  initial_capital: 1000
  monte_carlo: { runs: 100 }`,
    );
    expect(await historiesOf("script")).toMatchObject({ holds: "holds", returns: 28 });
    const { document } = await project.json("run", ["show", "script"]);
    rmSync(`${project.home}/results/run_${document.run_id}/pnl.csv`);
    const { code, stderr, stdout } = await project.run(["run", "script"]);
    expect(code).toBe(5);
    expect(stdout + stderr).toContain(`no usable pnl.csv of it in ${project.home}/results/run_${document.run_id}`);
    await project.run(["clear", "script", "backtest", "--downstream", "--recompute"]);
    const worker = project.start(["worker"]);
    expect((await project.run(["logs", "script", "-f"])).stdout).toContain("Run succeeded");
    worker.child.kill("SIGTERM");
    await worker.ended;
  },
  TIMEOUT,
);
