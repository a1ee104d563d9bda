import type { Bisection } from "../../../runs/bisect/bisect-runs.ts";
import type { Documents } from "../../documents.ts";

export function bisectJson([good, bad]: readonly [string, string], found: Bisection): Documents["bisection"] {
  const { backtest, params, metric, stored, steps, random, culprits, inputs, commit } = found;
  return {
    good,
    bad,
    backtest,
    params_before: params.before,
    params_after: params.after,
    metric,
    stored: stored[metric],
    steps: steps.map(({ input, metrics, moved, changed }) => ({ input, value: metrics[metric], moved, changed })),
    random,
    culprits,
    inputs,
    commit: commit && {
      outcome: commit.outcome,
      hash: commit.commit?.hash ?? null,
      date: commit.commit === null ? null : new Date(commit.commit.date).toISOString(),
      subject: commit.commit?.subject ?? null,
      candidates: commit.candidates,
      computed: commit.computed,
    },
  };
}
