import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertFacts } from "../../src/alerts/alert-facts.ts";
import { evaluateRules } from "../../src/alerts/rules/evaluate-rules.ts";
import { unmeasured } from "../../src/core/metrics/measured.ts";
import { sampleFacts } from "../../src/alerts/sample-facts.ts";
import { factsWith, factsWithout, factsWithoutBest, rule } from "./support/facts.ts";

function verdict(when: string, facts: AlertFacts = sampleFacts()): string {
  const [outcome] = evaluateRules([rule(when)], facts);
  return outcome === undefined ? "none" : outcome.reason === null ? outcome.verdict : `undecided: ${outcome.reason}`;
}

describe("evaluateRules", () => {
  it.each([
    ["best.sharpe < 0.5", "fired"],
    ["best.sharpe < 0.2", "quiet"],
    ["best.max_drawdown > 0.20", "fired"],
    ["cells.failed > 0", "fired"],
    ["cells.failed > 2", "quiet"],
    ["cells.failed / cells.total > 0.1", "fired"],
    ["cells.failed * 8 == cells.total", "fired"],
    ['run.state == "failed"', "quiet"],
    ['run.state in ["failed", "succeeded"]', "fired"],
    ["best.params.fast == 20 && best.params.slow > 49", "fired"],
    ['best["sharpe"] < 0.5', "fired"],
    ["run.duration_ms > 3600000", "quiet"],
    ['run.reason == ""', "fired"],
    ["best.dsr < 0.95", "fired"],
    ["best.psr < 0.5 || sweep.pbo > 0.3", "fired"],
    ["best.plateau_score < 0.5", "quiet"],
    ["sweep.trials > 1000", "quiet"],
  ])("decides %s on the sample run: %s", (when, expected) => {
    expect(verdict(when)).toBe(expected);
  });

  it("keeps the order and the rules it was given", () => {
    const rules = [rule("cells.failed > 5", "b"), rule("best.sharpe < 1", "a")];
    expect(evaluateRules(rules, sampleFacts()).map((outcome) => [outcome.rule, outcome.verdict])).toEqual([
      [rules[0], "quiet"],
      [rules[1], "fired"],
    ]);
  });

  it("I10: leaves a rule on an undefined statistic undecided, with the statistic and the reason", () => {
    const { judgement } = sampleFacts();
    const single = { ...sampleFacts(), judgement: judgement && { ...judgement, pbo: unmeasured("too_few_cells") } };
    expect(verdict("sweep.pbo > 0.5", single)).toBe("undecided: pbo is undefined: too_few_cells");
    expect(verdict("has(sweep.pbo) && sweep.pbo > 0.5", single)).toBe("quiet");
    const unjudged = { ...sampleFacts(), judgement: null };
    expect(verdict("best.dsr < 0.95", unjudged)).toBe("undecided: dsr is unknown: the backtest was not judged");
    expect(verdict("best.sharpe < 0.5", unjudged)).toBe("fired");
  });

  it("I10: leaves a rule on an undefined metric undecided, with the metric and the reason", () => {
    const facts = factsWithout("sharpe", "no_trades");
    expect(verdict("best.sharpe < 0.5", facts)).toBe("undecided: sharpe is undefined: no_trades");
    expect(verdict("best.sharpe != 0.5", facts)).toBe("undecided: sharpe is undefined: no_trades");
    expect(verdict("best.cagr < 0.5", facts)).toBe("fired");
  });

  it("can ask whether a metric is defined", () => {
    const facts = factsWithout("sharpe", "no_trades");
    expect(verdict("has(best.sharpe) && best.sharpe < 0.5", facts)).toBe("quiet");
    expect(verdict("!has(best.sharpe)", facts)).toBe("fired");
    expect(verdict("!has(best.sharpe)")).toBe("quiet");
  });

  it("fires on the side of an or that is true though the other is undefined", () => {
    const facts = factsWithout("sharpe", "zero_variance");
    expect(verdict("best.sharpe < 0.5 || cells.failed > 0", facts)).toBe("fired");
    expect(verdict("best.sharpe < 0.5 || cells.failed > 9", facts)).toBe(
      "undecided: sharpe is undefined: zero_variance",
    );
  });

  it("leaves rules on best undecided when every cell failed, and decides the others", () => {
    expect(verdict("best.sharpe < 0.5", factsWithoutBest())).toBe("undecided: no cell succeeded: 16 of 16 failed");
    expect(verdict("best.params.fast == 20", factsWithoutBest())).toContain("no cell succeeded");
    expect(verdict("cells.failed == cells.total", factsWithoutBest())).toBe("fired");
  });

  it("leaves rules on best undecided when a run ended before its first cell", () => {
    const facts = { ...factsWithoutBest(), cells: { total: 0, succeeded: 0, cached: 0, failed: 0 } };
    expect(verdict("best.sharpe < 0.5", facts)).toBe("undecided: no cell was computed");
  });

  it("names the parameters there are when a rule asks for another one", () => {
    expect(verdict("best.params.fats == 20")).toBe(
      "undecided: there is no parameter fats; the parameters are fast, slow",
    );
  });

  it("never throws: an unusable rule is undecided with its error", () => {
    expect(verdict("best.sharpe <")).toContain("is not a valid condition");
    expect(verdict("best.sharp < 1")).toContain('Did you mean "sharpe"?');
  });

  it("agrees with the comparison that the rule spells out, for any two numbers", () => {
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(number, number, fc.constantFrom("<", "<=", ">", ">="), (value, limit, sign) => {
        const holds = { "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit }[sign];
        const literal = limit.toFixed(8);
        fc.pre(Number(literal) === limit || Math.abs(value - limit) > 1e-6);
        expect(verdict(`best.sharpe ${sign} ${literal}`, factsWith({ sharpe: value }))).toBe(holds ? "fired" : "quiet");
      }),
    );
  });
});
