import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { documentOf } from "../../contract/support/document-of.ts";
import { createCliProject } from "../../cli/support/nightgrid.ts";
import { CALLBACK_DEEDS, CELL_DEEDS, type Deed } from "./hostile-deeds.ts";

const project = await createCliProject();

function strategyFile({ name, code }: Deed): string {
  project.write(
    `dags/${name}.ts`,
    `import { closeSync, writeSync } from "node:fs";
export default { name: "${name}", params: { k: { kind: "int", default: 0 } }, signals({ bars, params: { k }, indicators }) {
  if (k === 2) { console.log("before ${name}"); ${code} }
  const average = indicators.sma(bars.close, 20);
  const entries = Uint8Array.from(bars.close, (close, bar) => Number(close > average[bar]));
  return { entries, exits: entries.map((entry) => 1 - entry) };
} };
export const used = [closeSync, writeSync];
`,
  );
  return `  ${name}:\n    strategy: ./${name}.ts\n`;
}

function callbackFile({ name, code }: Deed): string {
  project.write(
    `dags/callback_${name}.ts`,
    `import { spawn } from "node:child_process";
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
export const used = [spawn, writeSync, Worker];
export default async function hostile({ artifacts, signal, log, values }) {
  console.log("printed before ${name}");
  log.info("logged before ${name}\\u0000 here");
  ${code}
}
`,
  );
  return `  - { "./callback_${name}.ts": { timeout: 1500ms } }\n`;
}

const SHARED = `
  data: { dataset: sp500 }
  start_date: 2010-01-04
  end_date: 2014-12-31
  volatile: true
  cell_timeout: 1s
  param_grid: { k: [0, 1, 2, 3, 4] }
`;

function writeDags(): void {
  const blocks = CELL_DEEDS.map(strategyFile).join("");
  const callbacks = CALLBACK_DEEDS.map(callbackFile).join("");
  project.write(
    "dags/hostile.yaml",
    `id: hostile\nretry: { limit: 0 }\nbacktest:${SHARED}backtests:\n${blocks}after_backtest:\n${callbacks}alerts: []\n`,
  );
  project.write(
    "dags/honest.ts",
    `export default { name: "honest", params: { k: { kind: "int", default: 0 } }, signals({ bars, params: { k }, indicators }) {
  const average = indicators.sma(bars.close, 20 + k);
  const entries = Uint8Array.from(bars.close, (close, bar) => Number(close > average[bar]));
  return { entries, exits: entries.map((entry) => 1 - entry) };
} };`,
  );
  project.write(
    "dags/healthy.yaml",
    `id: healthy\nbacktest:\n  strategy: ./honest.ts${SHARED.replace("[0, 1, 2, 3, 4]", "{ from: 0, to: 199, step: 1 }")}after_backtest: [rank]\nalerts: []\n`,
  );
}

/** Every metric of every cell, as text. */
async function resultsOf(run: string): Promise<string> {
  return (await project.run(["results", run, "--sort", "cell", "--csv"])).stdout;
}

/** Handed on to whatever user code starts. */
const MARK = { CHAOS: randomUUID(), NIGHTGRID_USER_ENV: "CHAOS" };

/** Command lines of the processes that user code of this test runs in, or has started. */
function processesLeft(): readonly string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const environment = /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/environ`, "utf8") : "";
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      return environment.includes(`CHAOS=${MARK.CHAOS}\0`) && !command.includes("nightgrid.mjs") ? [command] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

describe(`${CELL_DEEDS.length} hostile strategies and ${CALLBACK_DEEDS.length} hostile callbacks beside a healthy DAG`, () => {
  it("leave it on time and right to the bit; each is ended and named, no process is left and no line is lost", {
    timeout: 600_000,
  }, async () => {
    writeDags();
    const alone = await project.json("run", ["run", "dags/healthy.yaml"], MARK);
    expect(alone.code, alone.stderr).toBe(0);
    const right = await resultsOf("last");

    const worker = project.start(["worker", "--slots", "2"], MARK);
    await worker.says("takes work");
    const hostile = project.start(["run", "dags/hostile.yaml", "--json"], MARK);
    let hostileEnded = false;
    void hostile.ended.then(() => {
      hostileEnded = true;
    });
    await expect.poll(processesLeft, { timeout: 20_000 }).not.toEqual([]);
    const healthy = await project.json("run", ["run", "dags/healthy.yaml"], MARK);
    expect(healthy.code, healthy.stderr).toBe(0);
    expect(hostileEnded).toBe(false);
    expect(await resultsOf("healthy")).toBe(right);

    const said = await hostile.ended;
    // One document, whatever user code prints.
    const { run_id: id } = documentOf("run", said.stdout);
    const { rows: cells } = await project.database.pool.query<{ key: string; cell: number; message: string }>(
      "select task.key, cell.cell, cell.error->>'message' as message from failed_cell as cell join task on task.id = cell.task_id where task.run_id = $1 order by task.id, cell.cell",
      [id],
    );
    for (const { name, reason } of CELL_DEEDS) {
      const failed = cells.filter(({ key }) => key === name);
      expect(
        failed.map(({ cell }) => cell),
        name,
      ).toEqual([2]);
      expect(failed[0]?.message, name).toMatch(reason);
    }
    const { rows: tasks } = await project.database.pool.query<{ key: string; message: string }>(
      "select key, error->>'message' as message from task where run_id = $1 and state = 'failed'",
      [id],
    );
    for (const { name, reason } of CALLBACK_DEEDS) {
      expect(tasks.find(({ key }) => key.includes(`callback_${name}`))?.message, name).toMatch(reason);
    }
    const { rows: log } = await project.database.pool.query<{ message: string }>(
      "select message from log where run_id = $1",
      [id],
    );
    const lines = log.map(({ message }) => message);
    for (const { name } of CELL_DEEDS) expect(lines).toContain(`before ${name}`);
    for (const { name } of CALLBACK_DEEDS) {
      expect(lines).toContain(`printed before ${name}`);
      expect(lines.find((line) => line.startsWith(`logged before ${name}`))).toBeDefined();
    }

    // The worker has lived through all of it.
    expect(worker.child.exitCode).toBeNull();
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toMatchObject({ code: 0 });
    await expect.poll(processesLeft, { timeout: 5000 }).toEqual([]);
  });
});
