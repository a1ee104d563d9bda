import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { processesWith } from "../../sandbox/program/programs.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 300_000;
const project = await createCliProject();
const told = path.join(project.home, "told");
mkdirSync(told);

/**
 * Earns `gain` on every day of even years and loses as much in odd ones, with a little noise. Says which days it was told, and
 * waits where a file asks it to.
 */
const PROGRAM = `
import argparse, datetime, os, pathlib, time
p = argparse.ArgumentParser(); p.add_argument("--gain", type=float); p.add_argument("--output_dir"); a = p.parse_args()
first, last = (datetime.date.fromisoformat(os.environ[f"BACKTEST_{end}_DATE"]) for end in ("START", "END"))
told = pathlib.Path("told", f"{a.gain:g} {first} {last}")
if pathlib.Path("fail", told.name).exists(): raise SystemExit("no luck today")
told.touch()
with open("calls", "a") as calls: calls.write(told.name + "\\n")
while pathlib.Path("wait", told.name).exists(): time.sleep(0.05)
days = [first + datetime.timedelta(i) for i in range((last - first).days + 1)]
rows, total = [], 0.0
for day in (day for day in days if day.weekday() < 5):
    pnl = a.gain * (1 if day.year % 2 == 0 else -1) + day.day % 3 - 1
    total = round(total + pnl, 2)
    rows.append(f"{day},{pnl},{total}\\n")
out = pathlib.Path(a.output_dir)
(out / "pnl.csv").write_text("date,pnl,cumulative_pnl\\n" + "".join(rows))
(out / "summary.csv").write_text(f"metric,value\\ntotal_pnl,{total}\\ntotal_trades,9\\nwin_rate,0.5\\nmax_drawdown,1\\n")
`;
const OPTIONAL = "{ trades.csv: { required: false }, metadata.json: { required: false } }";

function write(id: string, more = "", gains = "[-50, 0, 50]"): void {
  project.write(
    `dags/${id}.yaml`,
    `id: ${id}
backtest:
  script: ../scripts/walk.py
  start_date: 2014-01-01
  end_date: 2018-12-31
  initial_capital: 100000
  min_trades: 0
  param_grid: { gain: ${gains} }
  outputs: ${OPTIONAL}
  walk_forward: { in_sample: 1y, out_of_sample: 1y, min_trades: 0 }
  ${more}
alerts: []
`,
  );
}

async function walked(run = "last") {
  const { document } = await project.json("run", ["show", run]);
  return { document, walk: document.rankings[0]?.walk_forward };
}

beforeAll(() => {
  project.write("scripts/walk.py", PROGRAM);
  for (const folder of ["fail", "wait"]) mkdirSync(path.join(project.home, folder));
});

describe("a walk-forward of a script", () => {
  it(
    "runs a program for each cell and window, and the chosen one over the days after it",
    async () => {
      write("scripted");
      expect((await project.run(["run", "scripted"])).code).toBe(0);
      const { walk } = await walked();
      // A year with the gain of even years is followed by an odd one: the past is always wrong.
      expect(walk?.windows.map(({ params }) => params?.["gain"])).toEqual([50, -50, 50, -50]);
      expect(walk?.windows.map(({ out_of_sample: { start, end } }) => [start.slice(0, 10), end.slice(0, 10)])).toEqual(
        ["2015", "2016", "2017", "2018"].map((year) => [`${year}-01-01`, `${year}-12-31`]),
      );
      expect(walk?.statistics["profitable_windows"]).toBe(0);
      // The whole, three cells in four windows, and the chosen ones: of these, three were told the same days in sample before.
      expect(readdirSync(told)).toHaveLength(3 + 3 * 4 + 4 - 3);
    },
    TIMEOUT,
  );

  it("has an account that is the sum of what the programs wrote, compounded from window to window", async () => {
    const { walk } = await walked();
    let account = 100_000;
    for (const { params, out_of_sample: part } of walk?.windows ?? []) {
      const days = `${part.start.slice(0, 10)}_${part.end.slice(0, 10)}`;
      const [run = ""] = readdirSync(path.join(project.home, "results"));
      const cell = [-50, 0, 50].indexOf(Number(params?.["gain"]));
      const file = path.join(project.home, "results", run, "walk_forward", days, `cell_${cell}`, "pnl.csv");
      const total = Number(readFileSync(file, "utf8").trim().split("\n").at(-1)?.split(",").at(-1));
      expect(part.total_return).toBeCloseTo(total / 100_000, 12);
      account *= 1 + total / 100_000;
    }
    expect(walk?.curve.at(-1)?.equity).toBeCloseTo(account, 6);
  });

  it(
    "is found again by the next run, which starts only the chosen ones",
    async () => {
      const { walk } = await walked();
      for (const name of readdirSync(told)) writeFileSync(path.join(project.home, "fail", name), "");
      const chosen = (walk?.windows ?? []).map(
        ({ params, out_of_sample: { start, end } }) =>
          `${String(params?.["gain"])} ${start.slice(0, 10)} ${end.slice(0, 10)}`,
      );
      allow(chosen);
      expect((await project.run(["run", "scripted"])).code).toBe(0);
      const again = await walked();
      expect(again.walk).toEqual(walk);
      expect(again.document.cells).toMatchObject({ failed: 0, cached: 6 });
      allow(readdirSync(path.join(project.home, "fail")));
    },
    TIMEOUT,
  );

  it(
    "is what histories are drawn from, without running a program twice",
    async () => {
      const calls = path.join(project.home, "calls");
      write("drawn", "monte_carlo: { of: walk_forward, runs: 100 }", "[-49, 49]");
      rmSync(calls, { force: true });
      expect((await project.run(["run", "drawn"])).code).toBe(0);
      const { document, walk } = await walked();
      const drawn = document.rankings[0]?.monte_carlo;
      expect(drawn?.fan.at(-1)?.real).toBeCloseTo(walk?.curve.at(-1)?.equity ?? 0, 6);
      const started = readFileSync(calls, "utf8").trim().split("\n");
      // The whole, two cells in four windows, and the chosen ones.
      expect(started).toHaveLength(2 + 2 * 4 + 4);
    },
    TIMEOUT,
  );

  it(
    "fails a cell whose program fails in one window, names the window, and chooses among the others",
    async () => {
      write("failing", "", "[-51, 1, 51]");
      writeFileSync(path.join(project.home, "fail", "51 2016-01-01 2016-12-31"), "");
      expect((await project.run(["run", "failing"])).code).toBe(0);
      const { walk } = await walked();
      expect(walk?.windows.map(({ params }) => params?.["gain"])).toEqual([1, -51, 1, -51]);
      const { stdout } = await project.run(["show", "last"]);
      expect(stdout).toContain("From 2016-01-01 to 2016-12-31");
      expect(stdout).toContain("no luck today");
    },
    TIMEOUT,
  );

  it(
    "comes to the same when its worker is killed midway (I2, I4)",
    async () => {
      write("killed", "", "[-50, 0, 50.5]");
      const held = "50.5 2015-01-01 2015-12-31";
      writeFileSync(path.join(project.home, "wait", held), "");
      const worker = project.start(["worker"]);
      await project.run(["run", "killed", "--detach"]);
      await expect.poll(() => existsSync(path.join(told, held)), { timeout: 120_000 }).toBe(true);
      worker.child.kill("SIGKILL");
      await worker.ended;
      allow([held], "wait");
      const next = project.start(["worker"]);
      const { stdout } = await project.run(["logs", "killed", "-f"]);
      expect(stdout).toContain("Run succeeded");
      const { walk, document } = await walked();
      expect(walk?.windows.map(({ params }) => params?.["gain"])).toEqual([50.5, -50, 50.5, -50]);
      expect(document.cells).toMatchObject({ failed: 0 });
      const [folder = ""] = readdirSync(path.join(project.home, "results")).toSorted().toReversed();
      const left = readdirSync(path.join(project.home, "results", folder), { recursive: true }).map(String);
      expect(left.filter((name) => name.includes(".running-"))).toEqual([]);
      next.child.kill("SIGTERM");
      await next.ended;
    },
    TIMEOUT,
  );
});

it(
  "I5: a run that is cancelled while a chosen program is traded leaves neither a process nor half a folder",
  async () => {
    write("cancelled", "", "[-52, 52]");
    const held = "-52 2018-01-01 2018-12-31";
    writeFileSync(path.join(project.home, "wait", held), "");
    const worker = project.start(["worker"]);
    const { document } = await project.json("started_run", ["run", "cancelled", "--detach"]);
    await expect.poll(() => existsSync(path.join(told, held)), { timeout: 120_000 }).toBe(true);
    expect(processesWith(`walk.py\0--gain\0-52`)).not.toEqual([]);
    const { document: cancelled } = await project.json("cancelled_run", ["cancel", "cancelled"]);
    expect(cancelled).toMatchObject({ state: "cancelled" });
    expect(processesWith(`walk.py\0--gain\0-52`)).toEqual([]);
    const folder = path.join(project.home, "results", `run_${document.run_id}`);
    const left = readdirSync(folder, { recursive: true }).map(String);
    expect(left.filter((name) => name.includes(".running-"))).toEqual([]);
    worker.child.kill("SIGTERM");
    await worker.ended;
  },
  TIMEOUT,
);

describe("a script that cannot be walked", () => {
  it.each([
    ["in bars", "walk_forward: { in_sample: 500 bars, out_of_sample: 1y }", "Write 4y, 6M, 2w or 90d."],
    [
      "with positions carried",
      "walk_forward: { in_sample: 1y, out_of_sample: 1y, positions: carried }",
      "positions: reset",
    ],
    ["with shares", "walk_forward: { in_sample: 1y, out_of_sample: 1y, select: top_mean }", "select: best"],
    [
      "by jobs of a batch service",
      "executor: { aws_batch: { queue: q, definition: d, bucket: bbb, region: r } }\n  walk_forward: { in_sample: 1y, out_of_sample: 1y }",
      "without executor: aws_batch",
    ],
    ["over many paths", "cpcv: { groups: 6, test: 2 }", '"cpcv" needs the bars that the engine trades'],
  ])("%s is told so by validate", async (_, study, hint) => {
    const file = project.write(
      "refused/refused.yaml",
      `id: refused\nbacktest:\n  script: ../scripts/walk.py\n  start_date: 2014-01-01\n  end_date: 2018-12-31\n  ${study}\nalerts: []\n`,
    );
    const { code, stderr } = await project.run(["validate", file]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(hint);
  });

  it("without its days is told so by validate", async () => {
    const file = project.write(
      "refused/open.yaml",
      "id: open\nbacktest:\n  script: ../scripts/walk.py\n  walk_forward: { in_sample: 1y, out_of_sample: 1y }\nalerts: []\n",
    );
    const { stderr } = await project.run(["validate", file]);
    expect(stderr).toContain("Write start_date and end_date, or lookback.");
  });
});

function allow(names: readonly string[], folder = "fail"): void {
  for (const name of names) {
    const file = path.join(project.home, folder, name);
    rmSync(file, { force: true });
  }
}
