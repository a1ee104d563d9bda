import { createRandom } from "../../../analytics/resampling/random.ts";
import type { Params } from "../../../core/params/param-spec.ts";
import type { ExecutionChange, SensitivitySpec } from "../../../core/spec/study-spec.ts";
import type { SweepSetup } from "../../../executors/engine/sweep-setup.ts";

/** A cell, and all that it is traded with. */
export interface Traded {
  readonly setup: SweepSetup;
  readonly params: Params;
}

/** One way in which execution is worse, and how often it is drawn. */
export interface AskedChange {
  readonly change: ExecutionChange;
  readonly amount: number;
  /** Seeds of the draws; null where nothing is drawn. */
  readonly seeds: readonly number[] | null;
}

/** All that is asked for, mildest first of each kind. Missed fills of any probability are drawn by the same seeds: more of them miss more. */
export function askedChanges({
  delay,
  slippageBps,
  missedFills,
  draws,
  seed,
}: SensitivitySpec): readonly AskedChange[] {
  const seeds = Array.from({ length: draws }, (_, draw) => createRandom(seed, draw).nextUint32());
  return [
    ...delay.map((amount) => ({ change: "delay", amount, seeds: null }) as const),
    ...slippageBps.map((amount) => ({ change: "slippage", amount, seeds: null }) as const),
    ...missedFills.map((amount) => ({ change: "missed_fills", amount, seeds }) as const),
  ];
}

/** The same cell under worse execution. @param seed of missed fills */
export function changedExecution(
  { setup, params }: Traded,
  { change, amount }: Pick<AskedChange, "change" | "amount">,
  seed: number,
): Traded {
  const { settings } = setup;
  const { costs, execution } = settings;
  switch (change) {
    case "delay": {
      const executionDelay = execution.executionDelay + amount;
      return { params, setup: { ...setup, settings: { ...settings, execution: { ...execution, executionDelay } } } };
    }
    case "slippage": {
      const own = params["slippage_bps"];
      if (typeof own === "number") return { setup, params: { ...params, slippage_bps: own + amount } };
      const slippageBps = costs.slippageBps + amount;
      return { params, setup: { ...setup, settings: { ...settings, costs: { ...costs, slippageBps } } } };
    }
    case "missed_fills": {
      const fillProbability = costs.fillProbability * (1 - amount);
      return { params, setup: { ...setup, settings: { ...settings, seed, costs: { ...costs, fillProbability } } } };
    }
  }
}
