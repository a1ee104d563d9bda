import { describe, expect, it } from "vitest";
import { checkAlertRule } from "../../src/alerts/rules/alert-condition.ts";
import { evaluateRules } from "../../src/alerts/rules/evaluate-rules.ts";
import { messageRows, readText } from "../../src/alerts/message/message-rows.ts";
import { sampleFacts } from "../../src/alerts/sample-facts.ts";
import type { AlertRule } from "../../src/core/spec/alert-rule.ts";

const USE = { isSignificant: false, hasBaseline: true };
const rule = (when: string): AlertRule => ({ name: "own", when, to: [] });

describe("an alert on a metric that only a script reports", () => {
  it("is a condition of a DAG that has a script, and a slip in any other", () => {
    for (const when of ["best.total_pnl < 0", "best.edge < previous.best.edge", "best.edge < average.best.edge"]) {
      expect(checkAlertRule(when, { ...USE, hasScript: true })).toBeNull();
      expect(checkAlertRule(when, { ...USE, hasScript: false })?.message).toContain("has no");
    }
    expect(checkAlertRule("best.Edge < 0", { ...USE, hasScript: true })?.message).toContain('"best" has no "Edge"');
    expect(checkAlertRule("sweep.edge < 0", { ...USE, hasScript: true })?.message).toContain('"sweep" has no "edge"');
  });

  it("fires by its value, and says it", () => {
    const facts = sampleFacts(["edge", "total_pnl"]);
    expect(evaluateRules([rule("best.edge < 2")], facts)[0]?.verdict).toBe("fired");
    expect(evaluateRules([rule("best.edge > 2")], facts)[0]?.verdict).toBe("quiet");
    expect(evaluateRules([{ ...rule("best.edge < average.best.edge + 1.0"), averageOver: 1 }], facts)[0]?.verdict).toBe(
      "fired",
    );
    expect(readText(facts, rule("best.total_pnl < 2"))).toContain("Total P&L 1");
    expect(messageRows(facts, rule("best.edge < 2"), [])).toContainEqual({
      label: "edge",
      value: expect.stringMatching(/^1/),
    });
  });

  it("is undecided where the script has not reported it", () => {
    const [outcome] = evaluateRules([rule("best.edge < 2")], sampleFacts());
    expect(outcome).toMatchObject({ verdict: "undecided", reason: expect.stringContaining("edge was not reported") });
  });
});
