import { describe, expect, it } from "vitest";
import { checkAlertRule } from "../../src/alerts/rules/alert-condition.ts";
import { SWEEP_STATISTICS } from "../../src/analytics/statistic-catalogue.ts";
import { RUN_STATES } from "../../src/core/names/states.ts";
import { SWEEP_METRIC_IDS } from "../../src/engine/metrics/metric-catalogue.ts";

const problemOf = (when: string) =>
  checkAlertRule(when, { isSignificant: false, hasBaseline: true, hasScript: false })?.message ?? null;

describe("checkAlertRule", () => {
  it("knows every metric, every statistic, every run state and the counts of cells", () => {
    const conditions = [
      ...SWEEP_STATISTICS.map(({ id }) => `has(best.${id}) || has(sweep.${id})`),
      "best.dsr < 0.95 && best.psr < 0.95 && sweep.pbo > 0.5",
      ...SWEEP_METRIC_IDS.map((id) => `best.${id} < 1`),
      ...RUN_STATES.map((state) => `run.state == "${state}"`),
      ...["total", "succeeded", "cached", "failed"].map((count) => `cells.${count} > 0`),
    ];
    const problems = conditions.flatMap((when) => problemOf(when) ?? []);
    // Each statistic is a member of one of the two: the other half of its condition is the one problem.
    expect(problems.map((problem) => /has no "(\w+)"/.exec(problem)?.[1])).toEqual(
      SWEEP_STATISTICS.map(({ id }) => id),
    );
  });

  it.each([
    ["best.sharp < 1", 'no "sharp". Did you mean "sharpe"?'],
    ['best["sharp"] < 1', 'no "sharp". Did you mean "sharpe"?'],
    ["cells.failed > 0 && best.max_drawdwon > 0.2", 'Did you mean "max_drawdown"?'],
    ["sharpe < 1", 'Did you mean "best.sharpe"?'],
    ["failed > 0", 'Did you mean "cells.failed"?'],
    ['run.status == "failed"', 'Did you mean "state"?'],
    ["cells.broken > 0", "Known: total, succeeded, cached, failed."],
    ['run.state == "faild"', 'no run state "faild". Did you mean "failed"?'],
    ["sweep.dsr > 0.5", '"sweep" has no "dsr"'],
    ["sweep.pbi > 0.5", 'Did you mean "pbo"?'],
    ["pbo > 0.5", 'Did you mean "sweep.pbo"?'],
    ["foo > 1", "Unknown variable: foo"],
    ["best.sharpe <", "Unexpected token"],
    ['best.sharpe < "low"', "no such overload"],
    ["cells.failed", "not true or false"],
    ["", "not a valid condition"],
  ])("explains what is wrong with %s", (when, expected) => {
    expect(problemOf(when)).toContain(expected);
  });

  it("leaves parameter names open: they differ per DAG", () => {
    expect(problemOf("best.params.anything > 3")).toBeNull();
  });
});
