import type { MetricInfo } from "../core/metrics/metric-info.ts";
import type { ToldStudy } from "../core/spec/study-spec.ts";
import { CPCV_STATISTICS } from "./cpcv/cpcv-catalogue.ts";
import { MONTE_CARLO_STATISTICS } from "./monte-carlo/monte-carlo-catalogue.ts";
import { REGRESSION_STATISTICS } from "./regression/regression-catalogue.ts";
import { SENSITIVITY_STATISTICS } from "./sensitivity/sensitivity-catalogue.ts";
import type { Statistic } from "./statistic.ts";
import { WALK_FORWARD_STATISTICS } from "./walk-forward/walk-forward-catalogue.ts";

/** What each study comes to. Alert conditions read `<study>.<id>`. */
export const STATISTICS_OF_STUDY: Readonly<Record<ToldStudy, readonly MetricInfo[]>> = {
  walk_forward: WALK_FORWARD_STATISTICS,
  cpcv: CPCV_STATISTICS,
  monte_carlo: MONTE_CARLO_STATISTICS,
  regression: REGRESSION_STATISTICS,
  sensitivity: SENSITIVITY_STATISTICS,
};

/** Of each study that was asked for and has ended well, by the id of the statistic. */
export type StudyStatistics = Readonly<Partial<Record<ToldStudy, Readonly<Record<string, Statistic>>>>>;
