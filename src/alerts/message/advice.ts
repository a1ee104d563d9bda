import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { ruleParts } from "../rules/rule-parts.ts";
import type { AlertMessageKind } from "./alert-message.ts";

/** By the first member that the rule reads, or by its owner. `<run>` stands for the run id. */
const ADVICE: Readonly<Record<string, string>> = {
  "best.sharpe": "Compare the curve with buy and hold in the tearsheet before trusting the next signals.",
  "best.max_drawdown": "Find the worst drawdown in the tearsheet, and check position size and stops against it.",
  "best.total_trades": "Check that the data reaches the end of the period and that the entry rule can still be met.",
  "best.cost_drag_bps": "Compare gross and net in the tearsheet: fewer trades or cheaper execution closes the gap.",
  "best.dsr": "See how many trials there were: after so many, the best is expected to look this good by luck.",
  "best.psr": "Ask for a longer track record before trusting the ratio: see the minimum track record in the tearsheet.",
  "best.plateau_score":
    "Look at the neighbours of the best cell in the tearsheet's heatmap: a lone peak is rarely found again.",
  sweep: "Judge the grid in the tearsheet under luck or skill before picking its best cell.",
  best: "Compare the best cell with its neighbours in the tearsheet's heatmap before acting on it.",
  "cells.failed": "Read the failed cells and their errors: nightgrid show <run>.",
  cells: "Read how the cells ended: nightgrid show <run>.",
  run: "Read what happened: nightgrid logs <run>.",
};

/** One line on what to do next, with the command that shows more. */
export function adviceFor(kind: AlertMessageKind, rule: AlertRule, runId: string): string {
  switch (kind) {
    case "recovered":
      return "Nothing to do.";
    case "undecided":
      return "Check why the value is missing; until then this rule watches nothing.";
    case "fired":
      return adviceByMember(rule.when).replace("<run>", runId);
  }
}

function adviceByMember(when: string): string {
  const [path = []] = ruleParts(when).paths;
  return ADVICE[path.slice(0, 2).join(".")] ?? ADVICE[path[0] ?? ""] ?? "Look at the run: nightgrid show <run>.";
}
