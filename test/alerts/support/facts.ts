import type { AlertFacts } from "../../../src/alerts/alert-facts.ts";
import type { AlertRule } from "../../../src/core/spec/alert-rule.ts";
import { sampleFacts } from "../../../src/alerts/sample-facts.ts";
import type { SweepMetricId } from "../../../src/engine/metrics/metric-catalogue.ts";
import type { UndefinedReason } from "../../../src/core/metrics/undefined-reason.ts";

type Best = NonNullable<AlertFacts["best"]>;

function sampleBest(): Best {
  const { best } = sampleFacts();
  if (best === null) throw new Error("the sample has a best cell");
  return best;
}

/** The sample run with other metrics in its best cell. */
export function factsWith(metrics: Partial<Record<SweepMetricId, number>>): AlertFacts {
  const best = sampleBest();
  return { ...sampleFacts(), best: { ...best, metrics: { ...best.metrics, ...metrics } } };
}

/** The sample run with one metric undefined. */
export function factsWithout(id: SweepMetricId, reason: UndefinedReason): AlertFacts {
  const best = sampleBest();
  return {
    ...sampleFacts(),
    best: { ...best, metrics: { ...best.metrics, [id]: null }, reasons: { [id]: reason } },
  };
}

/** A run of which every cell failed. */
export function factsWithoutBest(): AlertFacts {
  return { ...sampleFacts(), best: null, cells: { total: 16, succeeded: 0, cached: 0, failed: 16 } };
}

export function rule(when: string, name = "a_rule"): AlertRule {
  return { name, when, to: ["slack", "email"] };
}
