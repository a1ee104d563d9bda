import path from "node:path";
import { describe, expect, it } from "vitest";
import { CONTRACT } from "../../../src/core/spec/outputs-spec.ts";
import { checkOutputs } from "../../../src/executors/outputs/check-outputs.ts";
import { GOOD, outputFolder, said } from "./support/output-folder.ts";

const OPTIONS = { calendar: null, initialCapital: 100_000 };
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
    const nothing = Object.fromEntries(Object.keys(GOOD).map((name) => [name, null]));
    expect(await problemsOf(nothing)).toEqual({
      errors: ["trades.csv is missing.", "summary.csv is missing.", "pnl.csv is missing."],
      warnings: ["metadata.json is missing.", "execution.log is missing."],
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
    expect((await problemsOf({ [name]: content })).errors).toContain(said(name, expected));
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
    expect((await problemsOf({ [name]: content })).errors).toEqual([said(name, expected)]);
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
      expect.stringMatching(/^metadata.json is no JSON: .* \(NaN and Infinity are no JSON; write null\)\.$/),
      'execution.log tells of an error ("Traceback (most recent call last)") on line 2 ("Traceback (most recent call last):").',
    ]);
    const others = await problemsOf({ "metadata.json": "{}", "execution.log": "" });
    expect(others.warnings).toEqual([
      "metadata.json does not tell the parameters of its run (parameters).",
      "metadata.json does not tell when it was run (timestamp).",
      "execution.log is empty: the script has printed nothing.",
    ]);
  });

  it("finds each word of a failure once, wherever pieces of a long log end, after a progress bar too", async () => {
    const filler = "0123456789 working\r".repeat(30_000);
    for (const shift of [0, 1, 7, 20, 40]) {
      const log = `${"x".repeat(262_144 - 20 + shift)}\n${filler}\nMemoryError\n${filler}Segmentation fault\nok\n`;
      const start = `${"y".repeat(262_144 - 9 - shift)}CRITICAL: no data\n${log}`;
      const { warnings } = await problemsOf({ "execution.log": start });
      expect(warnings).toEqual([
        expect.stringMatching(/^execution.log tells of an error \("CRITICAL"\) on line 1 \("CRITICAL/),
        'execution.log tells of an error ("MemoryError") on line 4 ("MemoryError").',
        'execution.log tells of an error ("Segmentation fault") on line 5 ("Segmentation fault").',
      ]);
    }
  });

  it("says few things of 100,000 faults, each with its lines and their number", async () => {
    const rows = Array.from({ length: 100_000 }, () => `${T},x,1,`);
    const { errors } = await problemsOf({ "trades.csv": tradesOf(...rows) });
    expect(errors).toEqual([
      'trades.csv has a pnl that is no number on lines 2, 3, 4 and 99,997 more (line 2 has "x").',
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
      "pnl.csv has no row for 1 trading day of XNYS in a row (2020-01-22); at most 0 may be missing.",
    ]);
    expect((await checkOutputs(folder, CONTRACT, OPTIONS)).errors).toEqual([]);
  });

  it("may be missing for centuries, which holds nobody up", async () => {
    const rows = [
      "1970-01-01,1.00000000,1.00000000",
      "2199-12-31,1.00000000,2.00000000",
      "2199-12-31,0.00000000,2.00000000",
    ];
    const folder = outputFolder({ "pnl.csv": pnlOf(...rows) });
    const gap = "(1970-01-02 to 2199-12-30); at most";
    const of = async (calendar: "XNYS" | "24/7" | null) =>
      (await checkOutputs(folder, CONTRACT, { ...OPTIONS, calendar })).errors[0];
    expect(await of(null)).toBe(`pnl.csv has no row for 60,002 weekdays in a row ${gap} 5 may be missing.`);
    expect(await of("XNYS")).toBe(await of(null));
    expect(await of("24/7")).toBe(
      `pnl.csv has no row for 84,004 trading days of 24/7 in a row ${gap} 0 may be missing.`,
    );
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
      "pnl.csv has 1 day without trading on XNYS: 2020-01-18.",
    ]);
    const old = outputFolder({ "pnl.csv": good("pnl.csv").replaceAll("2020", "1890") });
    expect((await checkOutputs(old, CONTRACT, xnys)).warnings).toContain(
      "pnl.csv has days that the calendar XNYS does not know: gaps were looked for by weekdays.",
    );
  });
});
