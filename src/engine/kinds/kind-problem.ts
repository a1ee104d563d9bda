import { AppError } from "../../core/errors/app-error.ts";
import type { SettingsProblem } from "../fills/check-settings.ts";
import { profileOf, profilesWith } from "../profiles/registry.ts";
import type { BacktestSettings } from "../settings.ts";
import type { StrategyKind } from "./strategy-kind.ts";

/** Why strategies of a kind cannot be traded with these settings at all; null when they can. */
export function kindProblem(kind: StrategyKind, { execution }: BacktestSettings): SettingsProblem | null {
  const { profile, fill, executionDelay } = execution;
  const { features } = profileOf(profile);
  switch (kind) {
    case "signals":
      return null;
    case "panel":
      if (features.includes("target_weights")) return null;
      return {
        at: ["execution", "profile"],
        message: `Target weights are traded by the profile "${profilesWith("target_weights")}" alone.`,
        hint: "Leave out `profile`, or take a strategy that trades one symbol.",
      };
    case "bars":
      if (features.includes("delayed_bar_orders") || fill === "close" || executionDelay === 1) return null;
      return {
        at: ["execution", "executionDelay"],
        message: `The broker of the profile "${profile}" looks at orders from the next bar on.`,
        hint: "Leave out `execution_delay`, or let the strategy wait before it gives the order.",
      };
  }
}

/** @throws AppError EXECUTION_INVALID */
export function checkKind(kind: StrategyKind, settings: BacktestSettings): void {
  const problem = kindProblem(kind, settings);
  if (problem === null) return;
  const { message, hint } = problem;
  throw new AppError("EXECUTION_INVALID", message, hint === undefined ? {} : { hint });
}
