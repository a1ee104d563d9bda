import { suggestName } from "../../core/text/suggest-name.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Feature } from "../profiles/features.ts";
import { profileOf, PROFILES, profilesWith } from "../profiles/registry.ts";
import type { BacktestSettings, Costs, ExecutionModel } from "../settings.ts";

/** Where in the settings a rule is broken. */
export type SettingPath =
  | readonly ["initialCapital" | "barsPerYear"]
  | readonly ["costs", keyof Costs]
  | readonly ["execution", keyof ExecutionModel];

export interface SettingsProblem {
  readonly at: SettingPath;
  readonly message: string;
  readonly hint?: string;
}

interface Rule extends SettingsProblem {
  readonly holds: boolean;
}

const BPS = 0.0001;

/** @throws AppError EXECUTION_INVALID with the first problem when the settings contradict themselves */
export function checkSettings(settings: BacktestSettings): void {
  const [problem] = settingsProblems(settings);
  if (problem === undefined) return;
  const { message, hint } = problem;
  throw new AppError("EXECUTION_INVALID", message, hint === undefined ? {} : { hint });
}

/** All ways in which the settings contradict themselves; empty when they do not. */
export function settingsProblems(settings: BacktestSettings): readonly SettingsProblem[] {
  return [...rangeRules(settings), ...timingRules(settings.execution), ...profileRules(settings)].filter(
    ({ holds }) => !holds,
  );
}

function rangeRules({ initialCapital, barsPerYear, costs, execution }: BacktestSettings): readonly Rule[] {
  const { fillProbability, slippageBps, spreadBps } = costs;
  const costNames = Object.keys(costs) as (keyof Costs)[];
  return [
    { holds: initialCapital > 0, at: ["initialCapital"], message: "The initial capital must be above 0." },
    { holds: barsPerYear > 0, at: ["barsPerYear"], message: "The bars per year must be above 0." },
    { holds: execution.lotSize >= 0, at: ["execution", "lotSize"], message: "The lot size must not be negative." },
    {
      holds: (execution.leverage ?? 1) >= 1,
      at: ["execution", "leverage"],
      message: "The leverage must be at least 1.",
    },
    {
      holds: fillProbability >= 0 && fillProbability <= 1,
      at: ["costs", "fillProbability"],
      message: "The fill probability must lie between 0 and 1.",
    },
    ...costNames.map(
      (name): Rule => ({
        holds: costs[name] >= 0,
        at: ["costs", name],
        message: "Costs must not be negative.",
      }),
    ),
    {
      holds: (slippageBps + spreadBps / 2) * BPS < 1,
      at: ["costs", "slippageBps"],
      message: "Slippage and half the spread must stay below the price.",
    },
  ];
}

function timingRules({ fill, executionDelay }: ExecutionModel): readonly Rule[] {
  return [
    {
      holds: fill === "close" || (Number.isSafeInteger(executionDelay) && executionDelay >= 1),
      at: ["execution", "executionDelay"],
      message: "A signal is known at the close of its bar: it cannot be filled at the open of the same bar.",
      hint: "Use execution_delay: 1, or fill: close.",
    },
    {
      holds: fill === "open" || executionDelay <= 1,
      at: ["execution", "executionDelay"],
      message: `A fill at the close of the signal's own bar cannot come ${executionDelay} bars later.`,
      hint: "Leave out execution_delay, or use fill: open.",
    },
  ];
}

/** What a profile does not know is refused, rather than passed over. */
function profileRules({ execution, costs }: BacktestSettings): readonly Rule[] {
  const { profile, leverage = 1, hedging = false, exclusiveOrders = false, intrabar = "pessimistic" } = execution;
  if (!PROFILES.includes(profile)) {
    return [
      {
        holds: false,
        at: ["execution", "profile"],
        message: `There is no profile "${profile}".`,
        hint: suggestName(profile, PROFILES),
      },
    ];
  }
  const { features } = profileOf(profile);
  const needs = (
    feature: Feature,
    asked: { readonly unused: boolean; readonly at: SettingPath; readonly name: string },
  ) => ({
    holds: asked.unused || features.includes(feature),
    at: asked.at,
    message: `The profile "${profile}" knows no ${asked.name}.`,
    hint: `Leave it out, or use the profile ${profilesWith(feature)}.`,
  });
  const { commissionPerShare, commissionMin, borrowBps } = costs;
  return [
    needs("commission_per_share", {
      unused: commissionPerShare === 0,
      at: ["costs", "commissionPerShare"],
      name: "commission per share",
    }),
    needs("commission_min", {
      unused: commissionMin === 0,
      at: ["costs", "commissionMin"],
      name: "smallest commission",
    }),
    needs("borrow_cost", { unused: !(borrowBps > 0), at: ["costs", "borrowBps"], name: "borrow cost" }),
    needs("intrabar", {
      unused: intrabar === "pessimistic",
      at: ["execution", "intrabar"],
      name: "other order of prices inside a bar than its own",
    }),
    needs("leverage", { unused: leverage === 1, at: ["execution", "leverage"], name: "leverage" }),
    needs("hedging", { unused: !hedging, at: ["execution", "hedging"], name: "hedging" }),
    needs("exclusive_orders", {
      unused: !exclusiveOrders,
      at: ["execution", "exclusiveOrders"],
      name: "exclusive orders",
    }),
  ];
}
