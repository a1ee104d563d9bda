import type { FactorMetricId } from "../../metric-catalogue.ts";
import type { UndefinedReason } from "../../../../core/metrics/undefined-reason.ts";

/** Null is undefined, with its reason beside it. */
export type FactorMetrics = Readonly<Record<FactorMetricId, number | null>>;
export type FactorReasons = Readonly<Partial<Record<FactorMetricId, UndefinedReason>>>;
