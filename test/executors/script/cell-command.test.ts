import { describe, expect, it } from "vitest";
import { cellArgs, cellCommand, cellEnv } from "../../../src/executors/script/cell-command.ts";

const facts = {
  runId: "20260210_143022_a3f8b2c1",
  cell: 7,
  params: { strategy: "short_straddle", capital: 100_000, hedged: true },
  paramsJson: '{"capital":100000,"hedged":true,"strategy":"short_straddle"}',
  outputDir: "/results/run_x/cell_7",
  startDate: "2020-01-01",
  endDate: null,
};
const ARGS = ["--strategy", "short_straddle", "--capital", "100000", "--hedged", "true"];

describe("a cell of a script", () => {
  it("is told its parameters and its folder as flags", () => {
    const start = { command: null, interpreter: ["/usr/bin/python3", "-O"], script: "/p/a.py" };
    const whole = ["/usr/bin/python3", "-O", "/p/a.py", ...ARGS, "--output_dir", facts.outputDir];
    expect(cellCommand(start, facts)).toEqual(whole);
    expect(cellCommand({ ...start, interpreter: [], script: "/p/a" }, facts).slice(0, 2)).toEqual([
      "/p/a",
      "--strategy",
    ]);
  });

  it.each([
    ["-5 strikes", ["--key=-5 strikes"]],
    ["--help", ["--key=--help"]],
    [-5, ["--key", "-5"]],
    ["a b\n\"c\" $(d) 'é'", ["--key", "a b\n\"c\" $(d) 'é'"]],
    ["", ["--key", ""]],
    [1e21, ["--key", "1e+21"]],
  ])("is given %j so that no parser takes it for anything else", (value, words) => {
    expect(cellArgs({ params: { key: value }, outputDir: "/o" })).toEqual([...words, "--output_dir", "/o"]);
  });

  it("is told the rest by its environment", () => {
    expect(cellEnv(facts)).toEqual({
      BACKTEST_RUN_ID: facts.runId,
      BACKTEST_OUTPUT_DIR: facts.outputDir,
      BACKTEST_CELL: "7",
      BACKTEST_PARAMS: facts.paramsJson,
      BACKTEST_START_DATE: "2020-01-01",
      BACKTEST_END_DATE: "",
    });
  });

  it("may be started by words of one's own, with placeholders in them, and no shell", () => {
    const own = (command: readonly string[]) => cellCommand({ command, interpreter: [], script: "/p/a.R" }, facts);
    expect(own(["Rscript", "--vanilla", "{script}"])).toEqual([
      "Rscript",
      "--vanilla",
      "/p/a.R",
      ...ARGS,
      "--output_dir",
      facts.outputDir,
    ]);
    expect(own(["run", "{args}", "--out={output_dir}/x", "{start_date}..{end_date}", "{run_id}-{cell}"])).toEqual([
      "run",
      ...ARGS,
      "--output_dir",
      facts.outputDir,
      `--out=${facts.outputDir}/x`,
      "2020-01-01..",
      `${facts.runId}-7`,
    ]);
    const tricky = { ...facts, params: { key: "{run_id}" } };
    expect(cellCommand({ command: ["x"], interpreter: [], script: null }, tricky)).toContain("{run_id}");
  });
});
