import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { OUTPUT_RULE_NAMES } from "../../../src/core/spec/outputs-spec.ts";
import type { Problem } from "../../../src/factory/diagnostics/problem.ts";
import { outputs, type WrittenOutputs } from "../../../src/factory/schema/outputs-schema.ts";
import { readOutputRules } from "../../../src/factory/sections/outputs.ts";
import { parseYaml } from "../../../src/factory/yaml/parse-yaml.ts";
import { worldOf } from "../support/load-text.ts";

const isRight = new Ajv2020({ strict: false }).compile(outputs);

/** A block `outputs: …` as the factory reads it. */
function read(text: string, written: unknown) {
  const { root } = parseYaml(`outputs:\n${text}\n`, "dag.yaml");
  if (root?.kind !== "map") throw new Error("no map");
  const problems: Problem[] = [];
  const section = { tree: root, deps: worldOf(), file: "dag.yaml", problems, isWhole: true };
  expect(isRight(written)).toBe(true);
  const spec = readOutputRules(section, written as WrittenOutputs);
  return { spec, problems: problems.map(({ code, severity, message, hint }) => ({ code, severity, message, hint })) };
}

describe("outputs of a backtest", () => {
  it("are read into files with their rules, in the order of the file", () => {
    const text = "  trades.csv: { max_loss_per_trade: -10000, min_trades: 10 }\n  report.html: { required: true }";
    const written = {
      "trades.csv": { max_loss_per_trade: -10_000, min_trades: 10 },
      "report.html": { required: true },
      "summary.csv": { required: false, required_metrics: ["edge"] },
    };
    expect(read(text, written)).toEqual({
      spec: {
        files: [
          { name: "trades.csv", rules: { max_loss_per_trade: -10_000, min_trades: 10 } },
          { name: "report.html", required: true, rules: {} },
          { name: "summary.csv", required: false, rules: { required_metrics: ["edge"] } },
        ],
      },
      problems: [],
    });
  });

  it.each([
    ["../trades.csv", "is a path: only files of the result's own folder can be named."],
    ["/etc/passwd", "is a path: only files of the result's own folder can be named."],
    ["..", "is no name of a file."],
  ])("name no file outside of the folder: %s", (name, problem) => {
    const { problems } = read(`  "${name}": {}`, { [name]: {} });
    expect(problems).toMatchObject([{ code: "DAG_VALUE_INVALID", severity: "error", message: `"${name}" ${problem}` }]);
  });

  it("ask whether a file of the contract was meant, and refuse its rules elsewhere", () => {
    const { problems } = read("  trade.csv: { min_trades: 3 }", { "trade.csv": { min_trades: 3 } });
    expect(problems).toEqual([
      {
        code: "DAG_VALUE_INVALID",
        severity: "warning",
        message: `"trade.csv" is a file beside trades.csv, which is asked for all the same.`,
        hint: `Did you mean "trades.csv"?`,
      },
      {
        code: "DAG_KEY_UNKNOWN",
        severity: "error",
        message: `"min_trades" is a rule of trades.csv, not of "trade.csv".`,
        hint: `Did you mean "trades.csv"?`,
      },
    ]);
    const other = read("  pnl.csv: { min_trades: 3 }", { "pnl.csv": { min_trades: 3 } });
    expect(other.problems).toMatchObject([{ hint: "Write it under trades.csv." }]);
    expect(read("  Trades.csv: {}", { "Trades.csv": {} }).problems).toMatchObject([{ severity: "error" }]);
  });
});

describe("the schema of outputs", () => {
  it.each([
    [{ "trades.csv": { min_trade: 1 } }],
    [{ "trades.csv": { max_loss_per_trade: 10 } }],
    [{ "trades.csv": { min_trades: -1 } }],
    [{ "trades.csv": { min_trades: 1.5 } }],
    [{ "trades.csv": { min_win_rate: 40 } }],
    [{ "pnl.csv": { max_drawdown_pct: -130 } }],
    [{ "pnl.csv": { required_columns: "date" } }],
    [{ "report.html": true }],
    [{ "report.html": { required: "yes" } }],
  ])("refuses %o", (written) => {
    expect(isRight(written)).toBe(false);
  });

  it("has every rule, with its meaning", () => {
    const { additionalProperties } = outputs as unknown as {
      readonly additionalProperties: {
        readonly properties: Readonly<Record<string, { readonly description: string }>>;
      };
    };
    const { properties } = additionalProperties;
    expect(Object.keys(properties)).toEqual(["required", ...OUTPUT_RULE_NAMES]);
    expect(Object.values(properties).filter(({ description }) => !description.endsWith("."))).toEqual([]);
  });
});
