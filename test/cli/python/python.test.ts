import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { PYTHON_VENV } from "../../support/python/python-project.ts";
import { describePython } from "../../support/python/python-sweep.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const project = await createCliProject();
if (PYTHON_VENV !== null) symlinkSync(PYTHON_VENV, path.join(project.home, ".venv"));

const dag = (id: string, strategy: string, more = "") =>
  project.write(
    `dags/${id}.yaml`,
    `
id: ${id}
backtest:
  strategy: ${strategy}
  data: { dataset: sp500 }
  start_date: 2015-01-02
  end_date: 2019-12-31
  ${more}
`,
  );
const strategy = (name: string, body: string, params = "{}") =>
  project.write(
    `strategies/${name}.py`,
    `import os, subprocess, time\nimport numpy as np\nparams = ${params}\n\ndef signals(bars, params):\n${body}\n`,
  );

strategy(
  "rising",
  `    back = params["back"]
    change = np.zeros(len(bars))
    change[back:] = bars.close[back:] - bars.close[:-back]
    print("looked back", back)
    if back == 7: raise ValueError("no sevens")
    return change > 0, change < 0`,
  `{"back": {"kind": "int", "default": 5, "min": 1}}`,
);
dag("rising", "../strategies/rising.py", "param_grid: { back: [2, 7, 20] }\n  objective: sharpe");
strategy("leaking", "    return bars.close > np.mean(bars.close)");
dag("leaking", "../strategies/leaking.py");
// Only where it is told to: the whole project is looked at by some commands.
strategy(
  "spinning",
  `    if "NIGHTGRID_PIDS" not in os.environ: return bars.close > 0
    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
    with open(os.environ["NIGHTGRID_PIDS"] + ".partial", "w") as file: file.write(f"[{os.getppid()}, {os.getpid()}, {child.pid}]")
    os.rename(file.name, os.environ["NIGHTGRID_PIDS"])
    while True: pass`,
);
dag("spinning", "../strategies/spinning.py");

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

/** A worker whose only slot computes for ever. @returns the processes of its cell: the host, the interpreter, and what it has started */
async function spinning(name: string) {
  const file = path.join(project.home, `${name}.json`);
  const worker = project.start(["worker", "--slots", "1"], {
    NIGHTGRID_PIDS: file,
    NIGHTGRID_USER_ENV: "NIGHTGRID_PIDS",
  });
  await worker.says("Ctrl-C");
  await project.run(["run", "spinning", "--detach"]);
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
  const pids = JSON.parse(readFileSync(file, "utf8")) as readonly number[];
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  return { worker, pids };
}

describePython("the command, with strategies in Python", () => {
  it(
    "runs them: results, trades, logs with cell and traceback, and a second time from what is known",
    async () => {
      const first = await project.run(["run", "rising"]);
      expect(first.code).toBe(0);
      const { stdout: logs } = await project.run(["logs", "last"]);
      expect(logs).toMatch(/looked back 20 \{"cell":2/);
      expect(logs).toMatch(/rising\.py", line \d+, in signals/);
      const { stdout: results } = await project.run(["results", "last"]);
      expect(results).toMatch(/ValueError: no sevens \(rising\.py:10\)/);
      const { stdout: trades } = await project.run(["trades", "last", "--cell", "2"]);
      expect(trades).toMatch(/SPX +long/);
      const { stdout: plan } = await project.run(["plan", "rising"]);
      expect(plan).toMatch(/2 cached, 1 to compute/);
    },
    TIMEOUT,
  );

  it(
    "judges them: one that sees the future is found, one that does not comes out the same each time",
    async () => {
      const leak = await project.run(["check", "lookahead", "leaking"]);
      expect([leak.code, leak.stdout]).toEqual([3, expect.stringMatching(/"entries" at bar \d+ .* saw the future/)]);
      const same = await project.run(["check", "determinism", "leaking"]);
      expect([same.code, same.stdout]).toEqual([0, expect.stringMatching(/bit for bit/)]);
    },
    TIMEOUT,
  );

  it(
    "shows which Python runs them, or where it was looked for",
    async () => {
      const bare = mkdtempSync(path.join(os.tmpdir(), "nightgrid bare "));
      mkdirSync(path.join(bare, "dags"));
      writeFileSync(path.join(bare, "dags/mine.py"), "def signals(bars, params): return bars.close > 0");
      const text = "id: mine\nbacktest: { strategy: ./mine.py, data: { dataset: sp500 } }\n";
      writeFileSync(path.join(bare, "dags/mine.yaml"), text);
      const { stdout } = await project.run(["doctor"]);
      const without = await project.run(["doctor"], { PATH: "/nonexistent", NIGHTGRID_HOME: bare });
      expect(without.stdout).toMatch(
        /✗ python +There is no Python to run .*mine\.py with\. Looked for .* python3 -m venv/,
      );
      expect(stdout).toMatch(/✓ python +Python 3\.\d+\.\d+ of \.venv \(.*\.venv\/bin\/python3\), numpy \d/);
    },
    TIMEOUT,
  );

  it(
    "has ended all of a cell, sessions of their own too, when the cancel says so (I5)",
    async () => {
      const { worker, pids } = await spinning("cancelled");
      const { document } = await project.json("cancelled_run", ["cancel", "spinning"]);
      expect(pids.map(isAlive)).toEqual([false, false, false]);
      expect(document.state).toBe("cancelled");
      worker.child.kill("SIGTERM");
      await worker.ended;
    },
    TIMEOUT,
  );

  it(
    "leaves nothing of a cell when its worker is killed, and no interpreter when only its host is",
    async () => {
      const first = await spinning("killed");
      first.worker.child.kill("SIGKILL");
      await expect.poll(() => first.pids.map(isAlive), { timeout: 15_000 }).toEqual([false, false, false]);
      await project.run(["cancel", "spinning"]);
      const second = await spinning("without host");
      const [host = 0, interpreter = 0] = second.pids;
      process.kill(host, "SIGKILL");
      await expect.poll(() => isAlive(interpreter), { timeout: 5000 }).toBe(false);
      await project.run(["cancel", "spinning"]);
      second.worker.child.kill("SIGTERM");
      await second.worker.ended;
    },
    TIMEOUT,
  );
});
