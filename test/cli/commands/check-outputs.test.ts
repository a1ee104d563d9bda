import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { documentOf } from "../../contract/support/document-of.ts";
import { GOOD, outputFolder } from "../../executors/outputs/support/output-folder.ts";

const MAIN = path.resolve(import.meta.dirname, "../../../src/main.ts");
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-outputs-"));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command in a folder. It needs no database. */
function check(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const env = { ...process.env, NIGHTGRID_HOME: home, DATABASE_URL: "postgres://nobody@localhost:1/none" };
  const command = [MAIN, "check", "outputs", ...args];
  execFile(process.execPath, command, { cwd, env }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
  });
  return promise;
}

describe("nightgrid check outputs", () => {
  it("shows each file, and the metrics when it knows the capital", async () => {
    const { code, stdout } = await check(outputFolder(), ".", "--capital", "100000");
    expect(stdout).toBe(
      [
        "✓ trades.csv     3 rows of entry_time, exit_time, pnl, strike, option_type (211 bytes)",
        "✓ summary.csv    4 rows of metric, value (85 bytes)",
        "✓ pnl.csv        4 rows of date, pnl, cumulative_pnl (119 bytes)",
        `✓ metadata.json  ${GOOD["metadata.json"]?.length} bytes`,
        "✓ execution.log  5 bytes",
        "",
        "metric           value",
        "total_return      1.4%",
        "cagr            166.4%",
        "sharpe            8.23",
        "sortino          36.15",
        "calmar          561.42",
        "volatility       10.3%",
        "max_drawdown      0.3%",
        "win_rate         66.7%",
        "profit_factor     5.50",
        "total_trades         3",
        "final_equity   101,351",
        "total_pnl      1,350.5",
        "",
        "Valid.",
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
  });

  it("names what is wrong with its lines, escapes what would act on the terminal, and ends with 3", async () => {
    const folder = outputFolder({
      "pnl.csv": (GOOD["pnl.csv"] ?? "").replace("900.5", "\u001b[31mred").replace("date", "\u001b]0;title\u0007date"),
      "metadata.json": null,
    });
    const { code, stdout } = await check(home, folder);
    expect(stdout).toContain('    error   has no column "date".');
    expect(stdout).toContain("! metadata.json  not there\n    warning is missing\n");
    expect(stdout).toMatch(/\nMetrics are computed with --capital <amount>\.\n\nNot valid: 1 error, 1 warning\.\n$/);
    expect(stdout).not.toContain("\u001b");
    expect(code).toBe(3);
  });

  it("holds files to rules as a DAG does, and to a market's days", async () => {
    const rules = ["trades.csv:min_trades=4", "trades.csv:required_columns=strike,delta", "report.html:required=false"];
    const args = rules.flatMap((rule) => ["--rule", rule]);
    const { code, stdout } = await check(outputFolder(), ".", ...args, "--calendar", "24/7");
    expect(stdout).toContain("    error   has 3 trades; min_trades is 4\n");
    expect(stdout).toContain('    error   has no column "delta", which required_columns names\n');
    expect(stdout).toContain("    error   has no row for 2 trading days of 24/7 in a row (2020-01-04 to 2020-01-05)");
    expect(stdout).toContain("✓ report.html    not there\n");
    expect(code).toBe(3);
  });

  it("holds files to what a DAG asks of its script, with its capital and calendar; options are put over it", async () => {
    const block = (rules: string): string =>
      `{ script: ./a.sh, start_date: 2020-01-02, end_date: 2020-01-07, params: { capital: 100000 }, calendar: XNYS, outputs: ${rules} }`;
    writeFileSync(path.join(home, "a.sh"), "#!/bin/sh\n");
    const one = path.join(home, "one.yaml");
    writeFileSync(one, `id: one\nbacktest: ${block("{ trades.csv: { min_trades: 4, max_trades: 1 } }")}\n`);
    const two = path.join(home, "two.yaml");
    writeFileSync(two, `id: two\nbacktests:\n  a: ${block("{}")}\n  b: ${block("{ report.html: {} }")}\n`);
    const folder = outputFolder();
    const asked = await check(folder, ".", "--rules", one, "--rule", "trades.csv:max_trades=9");
    expect(asked.stdout).toContain("    error   has 3 trades; min_trades is 4\n");
    expect(asked.stdout).not.toContain("max_trades");
    expect(asked.stdout).toContain("sharpe            8.23\n");
    expect(asked.code).toBe(3);
    expect(await check(folder, ".", "--rules", `${two}#a`)).toMatchObject({ code: 0 });
    expect((await check(folder, ".", "--rules", `${two}#b`)).stdout).toContain("✗ report.html    not there\n");
    expect(await check(folder, ".", "--rules", two)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("or one of a, b"),
    });
    expect(await check(folder, ".", "--rules", `${two}#c`)).toMatchObject({ code: 2 });
    expect(await check(folder, ".", "--rules", path.join(home, "gone.yaml"))).toMatchObject({ code: 4 });
  }, 60_000);

  it("prints one document of the contract", async () => {
    const folder = outputFolder({ "summary.csv": null });
    const { code, stdout } = await check(home, folder, "--capital", "1e5", "--json");
    const document = documentOf("outputs", stdout);
    expect(document).toMatchObject({ folder, valid: false, errors: ["summary.csv is missing."] });
    expect(document.files["trades.csv"]).toMatchObject({ exists: true, row_count: 3, errors: [] });
    expect(Object.keys(document.metrics ?? {})).toEqual(METRIC_IDS);
    expect(document.undefined).toMatchObject({ exposure: "not_computed" });
    expect(code).toBe(3);
    const plain = documentOf("outputs", (await check(home, folder, "--json")).stdout);
    expect([plain.metrics, plain.undefined]).toEqual([null, {}]);
  });

  it.each([
    [["--rule", "trades.csv"], "Write <file>:<rule>=<value>"],
    [["--rule", "../x:min_rows=1"], '"../x" is a path'],
    [["--rule", "trades.csv:min_trade=1"], 'Did you mean "min_trades"?'],
    [["--rule", "pnl.csv:min_trades=1"], '"min_trades" is a rule of trades.csv'],
    [["--rule", "trades.csv:min_trades=1.5"], 'min_trades cannot be "1.5"'],
    [["--rule", "trades.csv:max_loss_per_trade=10"], 'max_loss_per_trade cannot be "10"'],
    [["--rule", "pnl.csv:required_columns=a,,b"], 'required_columns cannot be "a,,b"'],
    [["--rule", "a.txt:required=maybe"], "required is true or false"],
    [["--capital", "0"], "--capital takes a number above 0"],
    [["--calendar", "NYSE"], 'Did you mean "XNYS"?'],
  ])("refuses what it cannot take: %j", async (args, expected) => {
    const { code, stderr } = await check(home, ".", ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  it("says that there is no such folder, or that it is none", async () => {
    const folder = outputFolder();
    expect(await check(folder, "gone")).toMatchObject({ code: 4, stderr: expect.stringContaining("no folder gone") });
    expect(await check(folder, "pnl.csv")).toMatchObject({ code: 3, stderr: expect.stringContaining("is no folder") });
  });
});
