import type { FactorMetricId, UndefinedReason } from "../../metric-catalogue.ts";

/** Null is undefined, with its reason beside it. */
export type FactorMetrics = Readonly<Record<FactorMetricId, number | null>>;
export type FactorReasons = Readonly<Partial<Record<FactorMetricId, UndefinedReason>>>;
