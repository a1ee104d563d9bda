import { isSweepStatistic, SWEEP_STATISTICS } from "../analytics/statistic-catalogue.ts";
import { STATISTICS_OF_STUDY, type StudyStatistics } from "../analytics/study-catalogue.ts";
import type { Statistic } from "../analytics/statistic.ts";
import { TOLD_STUDIES } from "../core/spec/study-spec.ts";
import { unmeasured } from "../core/metrics/measured.ts";
import { type Document, isMap, lackIn } from "../core/values/document-shape.ts";
import { RUN_STATES } from "../core/names/states.ts";
import { SWEEP_METRIC_IDS } from "../engine/metrics/metric-catalogue.ts";
import type { AlertFacts, NightFigures } from "./alert-facts.ts";

/** Rises when figures change their meaning, or lose a value that rules read: nobody compares with those of another version. */
export const FIGURES_VERSION = 1;

const FIGURES = {
  run: "map",
  backtest: "string or null",
  best: "map or null",
  judgement: "map or null",
  cells: "map",
} as const;
const RUN = {
  id: "string",
  dag: "string",
  description: "string",
  state: "string",
  reason: "string or null",
  logical_date: "string",
  period_start: "string or null",
  period_end: "string or null",
  duration_ms: "number",
  tearsheet: "string or null",
} as const;
const BEST = { params: "map", metrics: "map", reasons: "map" } as const;
const CELLS = { total: "number", succeeded: "number", cached: "number", failed: "number" } as const;

/** What later nights may compare with; null where nobody should: an experiment, or a night that went wrong. */
export function figuresToKeep(facts: AlertFacts): Document | null {
  const { run, backtest, best, judgement, studies, cells, isExperiment } = facts;
  if (isExperiment || run.state !== "succeeded") return null;
  return { version: FIGURES_VERSION, run, backtest, best, judgement, studies, cells };
}

/**
 * Stored figures as this version of Nightgrid knows them; null when there are none or it cannot read them. A metric or
 * statistic that was not known when they were stored is `not_computed`.
 */
export function readStoredFigures(stored: unknown): NightFigures | null {
  if (!isMap(stored) || stored["version"] !== FIGURES_VERSION || lackIn(stored, FIGURES) !== null) return null;
  const { version: _, run, best, judgement, studies, cells, ...rest } = stored;
  if (!isMap(run) || lackIn(run, RUN) !== null || !isMap(cells) || lackIn(cells, CELLS) !== null) return null;
  if (!RUN_STATES.some((state) => state === run["state"])) return null;
  const figures = { best: readBest(best), judgement: readJudgement(judgement), studies: readStudies(studies) };
  const read = { ...rest, run, cells, ...figures };
  return read.best === undefined || read.judgement === undefined ? null : (read as unknown as NightFigures);
}

/** Undefined when it cannot be read. */
function readBest(best: unknown): Document | null | undefined {
  if (best === null) return null;
  if (!isMap(best) || lackIn(best, BEST) !== null) return undefined;
  const { metrics, reasons } = best;
  if (!isMap(metrics) || !isMap(reasons) || !Object.values(metrics).every(isFigure)) return undefined;
  const unknownThen = SWEEP_METRIC_IDS.filter((id) => metrics[id] === undefined);
  return {
    ...best,
    metrics: { ...metrics, ...Object.fromEntries(unknownThen.map((id) => [id, null])) },
    reasons: { ...reasons, ...Object.fromEntries(unknownThen.map((id) => [id, "not_computed"])) },
  };
}

function readJudgement(judgement: unknown): Document | null | undefined {
  if (judgement === null) return null;
  if (!isMap(judgement)) return undefined;
  const known = Object.entries(judgement).filter(([id]) => isSweepStatistic(id));
  if (!known.every(([, one]) => isMap(one) && isFigure(one["value"]))) return undefined;
  const none = SWEEP_STATISTICS.map(({ id }) => [id, unmeasured("not_computed")] as const);
  return { ...Object.fromEntries(none), ...Object.fromEntries(known) };
}

/** Figures from before there were studies have none; a statistic that was not known then is `not_computed`. */
function readStudies(stored: unknown): StudyStatistics {
  if (!isMap(stored)) return {};
  const known = TOLD_STUDIES.flatMap((study) => {
    const own = stored[study];
    if (!isMap(own)) return [];
    const statistics = STATISTICS_OF_STUDY[study].map(({ id }) => {
      const one = own[id];
      const isKnown = isMap(one) && isFigure(one["value"]);
      return [id, isKnown ? (one as unknown as Statistic) : unmeasured("not_computed")] as const;
    });
    return [[study, Object.fromEntries(statistics)] as const];
  });
  return Object.fromEntries(known);
}

function isFigure(value: unknown): boolean {
  return value === null || typeof value === "number";
}
