import * as fc from "fast-check";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { SecretMask } from "../../src/core/text/secret-mask.ts";
import { resolveSecrets } from "../../src/factory/resolve-secrets.ts";
import { hideReferences } from "../../src/factory/yaml/hide-references.ts";
import { readPlainValue } from "../../src/factory/yaml/read-plain-value.ts";
import { fillSecrets, keepSecrets } from "../../src/core/templates/references.ts";
import { loadText, worldOf } from "./support/load-text.ts";

const dag = (lines: string) => `id: x\nbacktest:\n  strategy: sma_cross\n  data: { dataset: sp500 }\n${lines}`;

async function load(lines: string, env: Readonly<Record<string, string>>) {
  return loadText(dag(lines), worldOf({ "publish.ts": "" }, env));
}

async function description(text: string, env: Readonly<Record<string, string>> = {}) {
  const { spec, diagnostics } = await load(`description: ${text}`, env);
  return spec?.description ?? diagnostics.map(({ code }) => code);
}

describe("FAULTS 6.6: references in the environment", () => {
  it.each([
    ["  costs: { commission_bps: ${env:BPS} }", "unquoted in a flow map"],
    ["  costs: { commission_bps: ${env:BPS}, slippage_bps: ${env:NONE:-2} }", "beside another"],
    ["  costs: {commission_bps: ${env:NONE:-7}}", "with a default, and no space"],
    ["  costs:\n    commission_bps: ${env:BPS} # a comment with ${env:NOTHING", "in a block map"],
  ])("%s: %s", async (lines) => {
    const { spec, diagnostics } = await load(lines, { BPS: "7" });
    expect(diagnostics).toEqual([]);
    expect(spec?.backtests[0]?.settings.costs).toMatchObject({ commissionBps: 7 });
  });

  it("stays text in quotes, and says what to do where a number is wanted", async () => {
    const { diagnostics } = await load('  costs: { commission_bps: "${env:BPS}" }', { BPS: "7" });
    expect(diagnostics).toMatchObject([{ code: "DAG_VALUE_INVALID", hint: "Remove the quotes.", line: 5, column: 28 }]);
  });

  it.each([
    ["0x10", 16],
    ["0o17", 15],
    ["3.5e2", 350],
    [" 12 ", 12],
  ])("%j is the number that YAML reads", async (value, expected) => {
    const { spec, diagnostics } = await load("  initial_capital: ${env:V}", { V: value });
    expect(diagnostics).toEqual([]);
    expect(spec?.backtests[0]?.settings.initialCapital).toBe(expected);
  });

  it("reads what the core schema of YAML reads, and leaves everything else as text", () => {
    const scalars = [
      "True",
      "FALSE",
      "null",
      "~",
      "Null",
      "yes",
      "on",
      "0b1",
      "1_000",
      "+1",
      "0x1F",
      "012",
      ".inf",
      "-.Inf",
      "1e3",
      "1.",
      "abc",
      "12:30:45",
      "2020-01-01",
    ];
    for (const text of scalars) expect(readPlainValue(text), text).toEqual(parse(text));
    fc.assert(
      fc.property(fc.stringMatching(/^[-+.0-9exofaINn]{1,8}$/), (text) => {
        const read: unknown =
          text.startsWith("-") && /^-(-|\s|$)/.test(text) ? text : parse(text, { logLevel: "silent" });
        expect(readPlainValue(text)).toEqual(read);
      }),
    );
  });

  it("reads lists and maps in flow form", async () => {
    const env = { AXIS: "[5, 10]", RANGE: "{from: 20, to: 40, step: 10}", LIST: '["a", b]' };
    const { spec, diagnostics } = await load(
      "  param_grid: { fast: ${env:AXIS}, slow: ${env:RANGE} }\ntags: ${env:LIST}",
      env,
    );
    expect(diagnostics).toEqual([]);
    expect(spec?.backtests[0]?.grid.axes).toMatchObject([{ values: [5, 10] }, { from: 20, count: 3 }]);
    expect(spec?.tags).toEqual(["a", "b"]);
  });

  it("points at the reference when what it brings is wrong", async () => {
    const bad = await load("  param_grid: { fast: ${env:AXIS} }", { AXIS: "[5, x]" });
    expect(bad.diagnostics).toMatchObject([{ code: "PARAM_INVALID", line: 5, column: 23, endColumn: 34 }]);
    const broken = await load("  param_grid: { fast: ${env:AXIS} }", { AXIS: "[5," });
    expect(broken.diagnostics).toMatchObject([
      { code: "YAML_SYNTAX", line: 5, hint: expect.stringContaining("quotes") as string },
    ]);
    const infinite = await load("  initial_capital: ${env:CAPITAL}", { CAPITAL: ".inf" });
    expect(infinite.diagnostics).toMatchObject([{ code: "DAG_VALUE_INVALID", line: 5 }]);
  });

  it("takes a key out for an empty value, so that its default counts", async () => {
    for (const value of ["", "null", "~"]) {
      const { spec, diagnostics } = await load("  initial_capital: ${env:CAPITAL}\n  end_date: ${env:END:-}", {
        CAPITAL: value,
      });
      expect(diagnostics).toEqual([]);
      expect(spec?.backtests[0]).toMatchObject({ settings: { initialCapital: 1_000_000 }, window: { endDate: null } });
    }
  });

  it.each([
    ["$${env:X}", "${env:X}"],
    ["$$${env:X}", "$5"],
    ["'costs $${{price}} each'", "costs ${{price}} each"],
    ["a $ and $$ stay", "a $ and $$ stay"],
    ["${env:X}$", "5$"],
    ["'${env:Y:-a, b: [c] #d}'", "a, b: [c] #d"],
  ])("%s is %s", async (text, expected) => {
    expect(await description(`x ${text}`.replace("x '", "'"), { X: "5" })).toBe(
      text.startsWith("'") ? expected : `x ${expected}`,
    );
  });

  it("refuses what means nothing, with the way to write it as text", async () => {
    const { diagnostics } = await load("description: '${{price}}'", {});
    expect(diagnostics).toMatchObject([
      {
        code: "DAG_VALUE_INVALID",
        message: "${{price}} means nothing here.",
        hint: expect.stringContaining("$${") as string,
      },
    ]);
  });

  it("takes the default for an empty variable too, as a shell does", async () => {
    expect(await description("x ${env:X:-5}", { X: "" })).toBe("x 5");
    expect(await description("x ${env:X}y", { X: "" })).toBe("x y");
    expect(await description("x ${env:X:-}y", {})).toBe("x y");
  });

  it("takes what comes out of the environment as it is: references in it mean nothing", async () => {
    expect(await description("${env:X}", { X: "${env:Y} ${secret:Z}" })).toBe("${env:Y} ${secret:Z}");
    const lines =
      "after_backtest: [{ ./publish.ts#publish: { a: ${env:X}, b: $${secret:T}, c: $$${secret:T}, d: ${env:D}${secret:T} } }]";
    const env = { X: "pay ${secret:T}", T: "hidden", D: "$" };
    const { spec, diagnostics } = await load(lines, env);
    expect(diagnostics).toEqual([]);
    expect(resolveSecrets(spec?.after[0]?.options, env, new SecretMask())).toEqual({
      a: "pay ${secret:T}",
      b: "${secret:T}",
      c: "$hidden",
      d: "$hidden",
    });
  });

  it("fills in secrets where there were some, and nowhere else, whatever stands around them", () => {
    const piece = fc.oneof(
      fc.record({ kind: fc.constant("secret" as const), name: fc.constantFrom("A", "B") }),
      fc.record({ kind: fc.constant("text" as const), text: fc.stringMatching(/^[$]{0,3}(\{secret:A\})?[$a]{0,2}$/) }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const wanted = pieces.map((each) => (each.kind === "text" ? each.text : `<${each.name}>`)).join("");
        expect(fillSecrets(keepSecrets(pieces), (name) => `<${name}>`)).toBe(wanted);
      }),
    );
  });

  it("is hidden from YAML without moving anything, and shown again", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("$", "{", "}", "env:", "A", " ", ":", "[", "#", "\n", "\ue000") }),
        (text) => {
          const hidden = hideReferences(text);
          expect(hidden.text).toHaveLength(text.length);
          expect(hidden.show(hidden.text)).toBe(text);
        },
      ),
    );
  });
});
