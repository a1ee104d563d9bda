import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CONTRACT, type OutputRules, type OutputsSpec } from "../../../src/core/spec/outputs-spec.ts";
import { checkOutputs } from "../../../src/executors/outputs/check-outputs.ts";
import { openOutput } from "../../../src/executors/outputs/file/open-output.ts";
import { GOOD, outputFolder } from "./support/output-folder.ts";

const OPTIONS = { calendar: null, initialCapital: 100_000 };
const held = (name: string, rules: OutputRules): OutputsSpec => ({ files: [{ name, rules }] });
const check = (changes: Parameters<typeof outputFolder>[0], spec = CONTRACT) =>
  checkOutputs(outputFolder(changes), spec, OPTIONS);

async function problemsOf(changes: Parameters<typeof outputFolder>[0], spec = CONTRACT) {
  const { errors, warnings } = await check(changes, spec);
  return { errors, warnings };
}

const good = (name: string): string => GOOD[name] ?? "";
const pnlOf = (...rows: readonly string[]): string => `${["date,pnl,cumulative_pnl", ...rows].join("\n")}\n`;
/** Long enough for the contract. */
const tradesOf = (...rows: readonly string[]): string =>
  `${["entry_time,exit_time,pnl,strike,comment", ...rows].join("\n")}\n`;
const T = "2020-01-02 09:20:00,2020-01-02 15:15:00";

describe("the report of a result without a fault", () => {
  it("has the shape that users of the run manager know", async () => {
    expect(await check({})).toEqual({
      valid: true,
      errors: [],
      warnings: [],
      files: {
        "trades.csv": {
          exists: true,
          size: good("trades.csv").length,
          errors: [],
          warnings: [],
          row_count: 3,
          columns: ["entry_time", "exit_time", "pnl", "strike", "option_type"],
        },
        "summary.csv": {
          exists: true,
          size: good("summary.csv").length,
          errors: [],
          warnings: [],
          row_count: 4,
          columns: ["metric", "value"],
        },
        "pnl.csv": {
          exists: true,
          size: good("pnl.csv").length,
          errors: [],
          warnings: [],
          row_count: 4,
          columns: ["date", "pnl", "cumulative_pnl"],
        },
        "metadata.json": {
          exists: true,
          size: good("metadata.json").length,
          errors: [],
          warnings: [],
          row_count: null,
          columns: null,
        },
        "execution.log": { exists: true, size: 5, errors: [], warnings: [], row_count: null, columns: null },
      },
    });
  });
});

describe("the contract", () => {
  it("needs the three tables, and only misses the other two files", async () => {
    const nothing = { ...Object.fromEntries(Object.keys(GOOD).map((name) => [name, null])) };
    expect(await problemsOf(nothing)).toEqual({
      errors: ["trades.csv is missing", "summary.csv is missing", "pnl.csv is missing"],
      warnings: ["metadata.json is missing", "execution.log is missing"],
    });
  });

  it("holds of a folder that is not there", async () => {
    const report = await checkOutputs(path.join(outputFolder(), "gone"), CONTRACT, OPTIONS);
    expect(report.errors).toHaveLength(3);
  });

  it.each([
    ["trades.csv", "entry_time,exit_time,pnl,strike\na,b,1,2\n", "has 40 bytes; at least 101 are expected"],
    ["summary.csv", "metric,value\ntotal_pnl,1\n", "has 25 bytes; at least 51 are expected"],
    ["pnl.csv", pnlOf("2020-01-02,1,1"), "has 39 bytes; at least 101 are expected"],
    ["pnl.csv", "", "is empty (0 bytes)"],
  ])("asks for a least size of %s", async (name, content, expected) => {
    expect((await problemsOf({ [name]: content })).errors).toContain(`${name} ${expected}`);
  });

  it.each([
    ["trades.csv", tradesOf(`2020-01-02,2020-01-03,,1,${"x".repeat(60)}`), "has no pnl (empty or NaN) on line 2"],
    ["trades.csv", tradesOf(`,2020-01-03,1,1,${"x".repeat(60)}`), "has no entry_time on line 2"],
    ["trades.csv", tradesOf(`2020-01-03,NaT,1,1,${"x".repeat(60)}`), 'has no exit_time on line 2 ("NaT")'],
    ["trades.csv", `entry_time,exit_time,pnl,strike,${"x".repeat(99)}\n`, "has no row below its header"],
    [
      "trades.csv",
      good("trades.csv").replace("exit_time", "exit"),
      'has no column "exit_time". Its columns are entry_time, exit, pnl, strike, option_type',
    ],
    ["trades.csv", good("trades.csv").replace("pnl", "pnll"), 'has no column "pnl". Did you mean "pnll"?'],
    ["summary.csv", good("summary.csv").replace("win_rate", "won"), 'has no metric "win_rate"'],
    [
      "summary.csv",
      good("summary.csv").replace("66.67", "many"),
      'has a value that is no number on line 3 ("win_rate: many")',
    ],
    [
      "summary.csv",
      `${good("summary.csv")}Total PnL,3\n`,
      'has a metric that is there already on line 6 ("Total PnL")',
    ],
    ["pnl.csv", good("pnl.csv").replace("07,0.0,1350.5", "07,0.0,"), "has no number as its last cumulative_pnl"],
    [
      "pnl.csv",
      good("pnl.csv").replace("2020-01-06", "2019-12-31"),
      'has a date before that of a row above on line 4 ("2019-12-31")',
    ],
    [
      "pnl.csv",
      good("pnl.csv").replace("2020-01-06", "2020-01-03"),
      'has a date that the row above has too: one row per day on line 4 ("2020-01-03")',
    ],
    [
      "pnl.csv",
      good("pnl.csv").replace("2020-01-07", "2020-01-15"),
      "has no row for 6 weekdays in a row (2020-01-07 to 2020-01-14); at most 5 may be missing",
    ],
  ])("finds what is wrong in %s: %#", async (name, content, expected) => {
    expect((await problemsOf({ [name]: content })).errors).toEqual([`${name} ${expected}`]);
  });

  it("lets through what it says that it does: a missing Sharpe ratio, a week of holidays, a day without a figure", async () => {
    const { errors } = await problemsOf({
      "summary.csv": `metric,value\ntotal_pnl,1350.5\nwin_rate,\nmax_drawdown,NaN\nnote,${"x".repeat(30)}\n`,
      "pnl.csv": good("pnl.csv").replace("2020-01-07", "2020-01-14").replace("-300.0,900.5", ","),
    });
    expect(errors).toEqual([]);
  });

  it("only warns of what is wrong in metadata.json and execution.log", async () => {
    const { errors, warnings } = await problemsOf({
      "metadata.json": '{"sharpe": NaN}',
      "execution.log": "start\nTraceback (most recent call last):\n  File\n",
    });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^metadata.json is no JSON: .* \(NaN and Infinity are no JSON; write null\)$/),
      'execution.log tells of an error ("Traceback (most recent call last)") on line 2 ("Traceback (most recent call last):")',
    ]);
    const others = await problemsOf({ "metadata.json": "{}", "execution.log": "" });
    expect(others.warnings).toEqual([
      "metadata.json does not tell the parameters of its run (parameters)",
      "metadata.json does not tell when it was run (timestamp)",
      "execution.log is empty: the script has printed nothing",
    ]);
  });

  it("says few things of 100,000 faults, each with its lines and their number", async () => {
    const rows = Array.from({ length: 100_000 }, () => `${T},x,1,`);
    const { errors } = await problemsOf({ "trades.csv": tradesOf(...rows) });
    expect(errors).toEqual([
      'trades.csv has a pnl that is no number on lines 2, 3, 4 and 99,997 more (line 2 has "x")',
    ]);
  });
});

describe("trading days", () => {
  it("are those of a calendar when one is given: no session is missing, holidays are", async () => {
    const folder = outputFolder({
      "pnl.csv": pnlOf(
        "2020-01-17,1.0000000,1.0000000",
        "2020-01-21,1.0000000,2.0000000",
        "2020-01-23,1.0000000,3.0000000",
      ),
    });
    const { errors } = await checkOutputs(folder, CONTRACT, { ...OPTIONS, calendar: "XNYS" });
    expect(errors).toEqual([
      "pnl.csv has no row for 1 trading day of XNYS in a row (2020-01-22); at most 0 may be missing",
    ]);
    expect((await checkOutputs(folder, CONTRACT, OPTIONS)).errors).toEqual([]);
  });

  it("that a calendar does not have are warned of, and so are days that it does not know", async () => {
    const weekend = outputFolder({
      "pnl.csv": pnlOf(
        "2020-01-17,1.0000000,1.0000000",
        "2020-01-18,1.0000000,2.0000000",
        "2020-01-21,1.0000000,3.0000000",
      ),
    });
    const xnys = { ...OPTIONS, calendar: "XNYS" } as const;
    expect((await checkOutputs(weekend, CONTRACT, xnys)).warnings).toEqual([
      "pnl.csv has 1 day without trading on XNYS: 2020-01-18",
    ]);
    const old = outputFolder({ "pnl.csv": good("pnl.csv").replaceAll("2020", "1890") });
    expect((await checkOutputs(old, CONTRACT, xnys)).warnings).toContain(
      "pnl.csv has days that the calendar XNYS does not know: gaps were looked for by weekdays",
    );
  });
});

describe("rules of a DAG", () => {
  it.each<readonly [string, OutputRules, string]>([
    ["trades.csv", { min_trades: 4 }, "has 3 trades; min_trades is 4"],
    ["trades.csv", { max_trades: 2 }, "has 3 trades; max_trades is 2"],
    ["trades.csv", { max_loss_per_trade: -299.5 }, 'has a pnl below max_loss_per_trade (-299.5) on line 3 ("-300")'],
    ["trades.csv", { min_win_rate: 0.7 }, "has a win rate of 0.6667; min_win_rate is 0.7"],
    ["trades.csv", { required_columns: ["Strike", "side"] }, 'has no column "side", which required_columns names'],
    ["pnl.csv", { max_drawdown_pct: -0.29 }, "falls 0.3 % below its peak; max_drawdown_pct is -0.29"],
    ["pnl.csv", { max_drawdown_pct: 0.29 }, "falls 0.3 % below its peak; max_drawdown_pct is 0.29"],
    ["pnl.csv", { max_loss_per_day: -299 }, 'has a pnl below max_loss_per_day (-299) on line 3 ("-300")'],
    ["pnl.csv", { max_missing_days: 0, min_rows: 5 }, "has 4 rows; at least 5 are expected"],
    [
      "summary.csv",
      { required_metrics: ["sharpe", "sortino"] },
      'has no metric "sortino", which required_metrics names',
    ],
    ["metadata.json", { min_bytes: 1000 }, `has ${good("metadata.json").length} bytes; at least 1000 are expected`],
  ])("fail a cell when they are broken: %s %o", async (name, rules, expected) => {
    expect((await problemsOf({}, held(name, rules))).errors).toEqual([`${name} ${expected}`]);
  });

  it.each<readonly [string, OutputRules]>([
    ["trades.csv", { min_trades: 3, max_trades: 3, max_loss_per_trade: -300, min_win_rate: 0.66 }],
    ["pnl.csv", { max_drawdown_pct: -0.3, max_loss_per_day: -300, max_missing_days: 0, min_rows: 4 }],
    ["summary.csv", { required_metrics: ["sharpe", "Total PnL"], required_columns: ["value"] }],
  ])("let a cell through when they are just kept: %s %o", async (name, rules) => {
    expect((await problemsOf({}, held(name, rules))).errors).toEqual([]);
  });

  it("cannot hold a result to a share of a capital that nobody knows", async () => {
    const spec = held("pnl.csv", { max_drawdown_pct: -30 });
    const { errors } = await checkOutputs(outputFolder(), spec, { calendar: null, initialCapital: null });
    expect(errors).toEqual(["pnl.csv cannot be held to max_drawdown_pct without the initial capital"]);
  });

  it("let a script that did not trade succeed, and files be left out", async () => {
    const spec: OutputsSpec = {
      files: [
        { name: "trades.csv", rules: { min_trades: 0 } },
        { name: "summary.csv", required: false, rules: {} },
        { name: "metadata.json", required: false, rules: {} },
      ],
    };
    const changes = { "trades.csv": "entry_time,exit_time,pnl,strike\n", "summary.csv": null, "metadata.json": null };
    expect(await problemsOf(changes, spec)).toEqual({ errors: [], warnings: [] });
  });

  it("make other files required, and look at those that are CSV", async () => {
    const spec: OutputsSpec = {
      files: [
        { name: "report.html", required: true, rules: {} },
        { name: "greeks.csv", rules: { min_rows: 2, required_columns: ["delta"] } },
        { name: "plot.png", required: false, rules: {} },
        { name: "metadata.json", required: true, rules: {} },
      ],
    };
    const report = await check({ "greeks.csv": "date,gamma\n2020-01-01,1\n", "metadata.json": "no" }, spec);
    expect(report.errors).toEqual([
      expect.stringMatching(/^metadata.json is no JSON/),
      "report.html is missing",
      "greeks.csv has 1 row; at least 2 are expected",
      'greeks.csv has no column "delta", which required_columns names',
    ]);
    expect(report.files["greeks.csv"]).toMatchObject({ row_count: 1, columns: ["date", "gamma"] });
    expect(report.files["plot.png"]).toMatchObject({ exists: false, errors: [], warnings: [] });
  });

  it("turn what is wrong with a file that need not be right into warnings, but are rules all the same", async () => {
    const spec: OutputsSpec = {
      files: [{ name: "trades.csv", required: false, rules: { max_loss_per_trade: -100 } }],
    };
    const { errors, warnings } = await problemsOf({ "trades.csv": tradesOf(`${T},-200,1,`, `${T},x,1,`) }, spec);
    expect(errors).toEqual(['trades.csv has a pnl below max_loss_per_trade (-100) on line 2 ("-200")']);
    expect(warnings).toEqual(['trades.csv has a pnl that is no number on line 3 ("x")']);
  });

  it.each(["../trades.csv", "a/b.csv", "..", "", "a\\b", "x\u0000"])(
    "name no file outside of the folder: %j",
    async (name) => {
      await expect(checkOutputs(outputFolder(), held(name, {}), OPTIONS)).rejects.toThrow(RangeError);
    },
  );
});

describe("what stands in the place of a file", () => {
  const replaced = (make: (file: string) => void): string => {
    const folder = outputFolder({ "pnl.csv": null });
    make(path.join(folder, "pnl.csv"));
    return folder;
  };
  const errorsOf = async (folder: string) => (await checkOutputs(folder, CONTRACT, OPTIONS)).errors;

  it.each<readonly [string, (file: string) => void]>([
    ["is a link that leads out of the folder", (file) => symlinkSync("/etc/passwd", file)],
    ["is a link that leads nowhere", (file) => symlinkSync("gone.csv", file)],
    ["is a pipe, not a file", (file) => execFileSync("mkfifo", [file])],
    ["is a folder, not a file", (file) => mkdirSync(file)],
    ["is a link that leads out of the folder", (file) => symlinkSync("/dev/zero", file)],
  ])("%s", async (expected, make) => {
    expect(await errorsOf(replaced(make))).toEqual([`pnl.csv ${expected}`]);
  });

  it("may be a link to another file of the folder", async () => {
    const folder = replaced((file) => symlinkSync("daily.csv", file));
    writeFileSync(path.join(folder, "daily.csv"), good("pnl.csv"));
    expect(await errorsOf(folder)).toEqual([]);
  });

  it("is refused when it was written to while it was read", async () => {
    const writes = [
      (file: string) => appendFileSync(file, `${T},1,2,\n`),
      (file: string) => truncateSync(file, 150),
      (file: string) => utimesSync(file, new Date(), new Date(0)),
    ];
    const changes = [];
    for (const write of writes) {
      const folder = outputFolder();
      const opened = await openOutput(folder, "trades.csv");
      if (opened.kind !== "open") throw new Error(opened.kind);
      await using file = opened;
      const { size } = file;
      let read = 0;
      write(path.join(folder, "trades.csv"));
      for await (const chunk of file.chunks()) read += chunk.length;
      changes.push(await file.changed());
      expect(read).toBeLessThanOrEqual(size);
    }
    expect(changes).toEqual([
      expect.stringMatching(/^was written to while it was checked \(\d+, then \d+ bytes\)/),
      expect.stringMatching(/^was written to while it was checked \(\d+, then 150 bytes\)/),
      expect.stringMatching(/^was written to while it was checked: /),
    ]);
  });
});

it("a file that grows while it is read makes a result invalid", async () => {
  const folder = outputFolder();
  const { signal } = new AbortController();
  // Asked before each read, of any of the files.
  signal.throwIfAborted = () => appendFileSync(path.join(folder, "trades.csv"), `${T},1,2,\n`);
  const { errors } = await checkOutputs(folder, CONTRACT, { ...OPTIONS, signal });
  expect(errors).toEqual([expect.stringMatching(/^trades.csv was written to while it was checked/)]);
});

it("a check is given up when its signal fires", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(checkOutputs(outputFolder(), CONTRACT, { ...OPTIONS, signal })).rejects.toThrow("stopped");
});
