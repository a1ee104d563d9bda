import type { SweepJudgement } from "../analytics/overfitting/judge-sweep.ts";
import { isSweepStatistic, SWEEP_STATISTICS } from "../analytics/statistic-catalogue.ts";
import { unknown } from "../analytics/statistic.ts";
