import { once } from "node:events";
import { existsSync, readdirSync, watch } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { processesWith } from "../../sandbox/program/programs.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();
const OPTIONAL = "{ trades.csv: { required: false }, summary.csv: { required: false }, pnl.csv: { required: false } }";

/** A script that waits with a child in its group and one in a session of its own, and says when both are there. */
function waitingDag(id: string): { readonly word: string; readonly begun: string } {
  const seconds = 300_000 + (process.pid % 10_000) * 10 + id.length;
  const begun = path.join(project.home, `${id}.begun`);
  const script = `trap '' TERM
sleep ${seconds} & setsid sleep ${seconds} & setsid -f sleep ${seconds}
: > "${begun}"
if [ -e "${project.home}/${id}.let" ]; then exit 0; fi
while :; do sleep 0.1; done`;
  project.write(`scripts/${id}.sh`, script);
  project.write(
    `dags/${id}.yaml`,
    `
id: ${id}
backtest:
  script: ../scripts/${id}.sh
  param_grid: { a: [1] }
  outputs: ${OPTIONAL}
  resources: { grace: 1s }
`,
  );
  return { word: `sleep\0${seconds}`, begun };
}

/** Until a file of the project's folder is there. */
async function untilThere(file: string): Promise<void> {
  const watcher = watch(project.home);
  try {
    while (!existsSync(file)) await once(watcher, "change");
  } finally {
    watcher.close();
  }
}

async function countAfter(word: string, withinMs: number): Promise<number> {
  const from = performance.now();
  while (processesWith(word).length > 0 && performance.now() - from < withinMs) await new Promise(setImmediate);
  return processesWith(word).length;
}

it(
  "I5: nothing of a script survives a worker killed with SIGKILL, and its cell is computed by the next one",
  async () => {
    const { word, begun } = waitingDag("killed");
    const worker = project.start(["worker"]);
    await project.run(["run", "killed", "--detach"]);
    await untilThere(begun);
    expect(processesWith(word)).toHaveLength(3);
    worker.child.kill("SIGKILL");
    await worker.ended;
    expect(await countAfter(word, 10_000)).toBe(0);
    project.write("killed.let", "");
    const next = project.start(["worker"]);
    const { stdout } = await project.run(["logs", "killed", "-f"]);
    expect(stdout).toContain("Run succeeded");
    const [run = ""] = readdirSync(path.join(project.home, "results"));
    expect(readdirSync(path.join(project.home, "results", run))).toEqual(["cell_0"]);
    expect(processesWith(word)).toEqual([]);
    next.child.kill("SIGTERM");
    await next.ended;
  },
  TIMEOUT,
);

it(
  "I5: a cancelled run says so when all of its script is gone, and leaves no files (I7)",
  async () => {
    const { word, begun } = waitingDag("cancelled");
    const worker = project.start(["worker"]);
    const { document } = await project.json("started_run", ["run", "cancelled", "--detach"]);
    await untilThere(begun);
    const { document: cancelled } = await project.json("cancelled_run", ["cancel", "cancelled"]);
    expect(cancelled).toMatchObject({ state: "cancelled" });
    expect(processesWith(word)).toEqual([]);
    expect(readdirSync(path.join(project.home, "results", `run_${document.run_id}`))).toEqual([]);
    worker.child.kill("SIGTERM");
    await worker.ended;
  },
  TIMEOUT,
);

it(
  "a worker that is told to end gives the cell back at once, and nothing of the script stays",
  async () => {
    const { word, begun } = waitingDag("drained");
    const worker = project.start(["worker"]);
    await project.run(["run", "drained", "--detach"]);
    await untilThere(begun);
    worker.child.kill("SIGTERM");
    const { code } = await worker.ended;
    expect([code, processesWith(word)]).toEqual([0, []]);
    await project.run(["cancel", "drained"]);
  },
  TIMEOUT,
);
