import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { RunningCommand } from "../../support/commands/running-command.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();

/** Writes down who it is, starts a program in a session of its own, heeds no signal and computes for ever. */
const SPINNING = `
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "spinning",
  params: { fast: { kind: "int", default: 2, min: 1, max: 9, description: "nothing" } },
  signals: ({ bars: { close } }) => {
    if (process.env.NIGHTGRID_PIDS === undefined) return { entries: new Uint8Array(close.length), exits: new Uint8Array(close.length) };
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
    const child = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
    writeFileSync(process.env.NIGHTGRID_PIDS, JSON.stringify([process.pid, child.pid]));
    for (;;);
  },
});
`;

project.write("dags/spinning.ts", SPINNING);
project.write(
  "dags/spin.yaml",
  `
id: spin
backtest:
  strategy: ./spinning.ts
  data: { csv: "../prices.csv", bars_per_year: 252 }
`,
);
const days = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10));
project.write("prices.csv", ["date,open,high,low,close", ...days.map((day) => `${day},1,1,1,1`)].join("\n"));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

async function spinningRun(
  name: string,
): Promise<{ readonly worker: RunningCommand; readonly pids: readonly number[] }> {
  const file = path.join(project.home, `${name}.json`);
  const env = { NIGHTGRID_PIDS: file, NIGHTGRID_USER_ENV: "NIGHTGRID_PIDS" };
  const worker = project.start(["worker", "--slots", "1"], env);
  await worker.says("Ctrl-C");
  await project.run(["run", "spin", "--detach"]);
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8") !== "", { timeout: 60_000 }).toBe(true);
  return { worker, pids: JSON.parse(readFileSync(file, "utf8")) as readonly number[] };
}

it(
  "a strategy that heeds no signal and spins is gone with all that it has started when the cancel says so (I5)",
  async () => {
    const { worker, pids } = await spinningRun("deaf");
    expect(pids.map(isAlive)).toEqual([true, true]);
    const { code, document } = await project.json("cancelled_run", ["cancel", "spin"]);
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect([code, document.state, document.cancelled]).toEqual([0, "cancelled", true]);
    worker.child.kill("SIGTERM");
    await worker.ended;
  },
  TIMEOUT,
);

it(
  "so it is when its worker was stopped before it could do anything about it, and another one has to say so",
  async () => {
    const { worker, pids } = await spinningRun("stopped");
    worker.child.kill("SIGSTOP");
    const other = project.start(["worker", "--slots", "1"]);
    await other.says("Ctrl-C");
    const { document } = await project.json("cancelled_run", ["cancel", "spin"]);
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(document.state).toBe("cancelled");
    worker.child.kill("SIGKILL");
    other.child.kill("SIGTERM");
    await other.ended;
  },
  TIMEOUT,
);
