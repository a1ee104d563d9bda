import { sampleFacts } from "../../src/alerts/sample-facts.ts";
import { describe, expect, it } from "vitest";
import type { AlertFacts, NightFigures } from "../../src/alerts/alert-facts.ts";
import type { AlertRule } from "../../src/core/spec/alert-rule.ts";
import { alertMessage } from "../../src/alerts/message/compose-message.ts";
import { checkAlertRule } from "../../src/alerts/rules/alert-condition.ts";
import { evaluateRules } from "../../src/alerts/rules/evaluate-rules.ts";
import { factsWith, factsWithout, rule } from "./support/facts.ts";

const problemOf = (when: string) =>
  checkAlertRule(when, { isSignificant: false, hasBaseline: true, hasScript: false })?.message ?? null;

function night(sharpe: number): NightFigures {
  const { run, backtest, best, judgement, studies, cells } = factsWith({ sharpe });
  return { run, backtest, best, judgement, studies, cells };
}

function after(sharpe: number, nights: readonly NightFigures[], baseline: NightFigures | null = null): AlertFacts {
  return { ...factsWith({ sharpe }), history: { nights, baseline, baselineId: baseline?.run.id ?? null } };
}

function verdict(when: string, facts: AlertFacts, changes: Partial<AlertRule> = {}) {
  const [outcome] = evaluateRules([{ ...rule(when), ...changes }], facts);
  return [outcome?.verdict, outcome?.reason ?? null];
}

const WORSE = "best.sharpe < previous.best.sharpe - 0.3";

describe("rules that compare nights", () => {
  it("fire when the best cell is so much worse than in the night before", () => {
    expect(verdict(WORSE, after(0.5, [night(0.9)]))).toEqual(["fired", null]);
    expect(verdict(WORSE, after(0.7, [night(0.9)]))).toEqual(["quiet", null]);
  });

  it("say on the first night that there is nothing to compare with, and do not fire", () => {
    expect(verdict(WORSE, after(0.5, []))).toEqual(["undecided", "there is no earlier night to compare with yet"]);
    expect(verdict(`has(previous.best.sharpe) && ${WORSE}`, after(0.5, []))).toEqual(["quiet", null]);
  });

  it("say which night lacks the figure", () => {
    const { best, judgement, studies, cells, backtest, run } = factsWithout("sharpe", "no_trades");
    const idle = { run, backtest, best, judgement, studies, cells };
    expect(verdict(WORSE, after(0.5, [idle]))[1]).toContain("sharpe is undefined: no_trades");
  });

  it("compare with the mean of the last nights, once there are as many", () => {
    const when = "best.sharpe < average.best.sharpe - 0.3";
    const nights = [night(1), night(0.8), night(0.6)];
    expect(verdict(when, after(0.49, nights), { averageOver: 3 })).toEqual(["fired", null]);
    expect(verdict(when, after(0.51, nights), { averageOver: 3 })).toEqual(["quiet", null]);
    expect(verdict(when, after(0.51, nights), { averageOver: 2 })).toEqual(["fired", null]);
    expect(verdict(when, after(0.1, nights))[1]).toBe("an average over 5 nights needs as many; there are 3 so far");
  });

  it("compare with the baseline that the file names", () => {
    const when = "best.sharpe < baseline.best.sharpe";
    expect(verdict(when, after(0.5, [], night(0.9)))).toEqual(["fired", null]);
    const facts = after(0.5, []);
    const unknown = { ...facts, history: { ...facts.history, baselineId: "20260101_000000_00000000" } };
    expect(verdict(when, unknown)[1]).toBe("there are no figures of the baseline 20260101_000000_00000000");
  });

  it("show what they compared with", () => {
    const facts = after(0.5, [night(0.9)]);
    const { rows } = alertMessage("fired", { rule: rule(WORSE), verdict: "fired", reason: null }, facts);
    expect(rows).toContainEqual({ label: "Sharpe, night before", value: "0.90 (20260210_083000_5a3b1e00)" });
  });

  it.each([
    ["best.sharpe < previous.best.sharp", 'Did you mean "sharpe"?'],
    ["best.sharpe < previous.sharpe", 'Did you mean "previous.best.sharpe"?'],
    ["best.sharpe < previous.bst.sharpe", 'Did you mean "best"?'],
    ["best.sharpe < previos.best.sharpe", "Unknown variable: previos"],
    ['average.run.state == "failed"', 'has no "state"'],
    ["average.best.params.fast > 3", 'has no "params"'],
    ['previous.run.state == "faild"', 'Did you mean "failed"?'],
    ["previous.best.sharpe < 'a'", "no such overload"],
  ])("are checked when the file is read: %s", (when, expected) => {
    expect(problemOf(when)).toContain(expected);
  });

  it("need a baseline in the file, and significance needs the Sharpe ratio", () => {
    const use = { isSignificant: false, hasBaseline: false, hasScript: false };
    expect(checkAlertRule("best.sharpe < baseline.best.sharpe", use)?.hint).toContain(
      "notifications: { baseline: <run id> }",
    );
    expect(checkAlertRule("best.cagr < 0.1", { ...use, isSignificant: true })?.message).toContain("best.sharpe");
    expect(checkAlertRule("best.sharpe < 0.1", { ...use, isSignificant: true })).toBeNull();
  });
});

describe("significant: true", () => {
  // PSR 0.95 is Φ(1.645): the error of 1.645 is 1, and the range goes from 0 to 3.29.
  function facts(sharpe: number, psr: number): AlertFacts {
    const { judgement, ...rest } = factsWith({ sharpe });
    if (judgement === null) throw new Error("the sample was judged");
    return { ...rest, judgement: { ...judgement, psr: { value: psr, reason: null } } };
  }
  const significant = { significant: true };

  it("fires only where the condition holds in the whole range of the ratio", () => {
    expect(verdict("best.sharpe > -0.01", facts(1.6449, 0.95), significant)).toEqual(["fired", null]);
    expect(verdict("best.sharpe > 0.01", facts(1.6449, 0.95), significant)[0]).toBe("quiet");
    expect(verdict("best.sharpe < 3.3", facts(1.6449, 0.95), significant)).toEqual(["fired", null]);
    expect(verdict("best.sharpe < 3.2", facts(1.6449, 0.95), significant)).toEqual([
      "quiet",
      "it holds, but may be luck: the Sharpe ratio lies between 0.00 and 3.29 with 90 %",
    ]);
  });

  it("works below zero, and at a PSR that a double cannot tell from 1", () => {
    expect(verdict("best.sharpe < 0", facts(-2, 0.01), significant)).toEqual(["fired", null]);
    expect(verdict("best.sharpe < 0", facts(-2, 0.4), significant)[0]).toBe("quiet");
    expect(verdict("best.sharpe > 1", facts(2, 1), significant)).toEqual(["fired", null]);
  });

  it("is undecided where PSR is", () => {
    const unjudged = { ...sampleFacts(), judgement: null };
    expect(verdict("best.sharpe < 5", unjudged, significant)).toEqual([
      "undecided",
      "psr is unknown: the backtest was not judged",
    ]);
  });
});
