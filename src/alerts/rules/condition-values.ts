import { endlessValue } from "../../core/metrics/metric-set.ts";
import type { Statistic } from "../../analytics/statistic.ts";
import { TOLD_STUDIES, type ToldStudy } from "../../core/spec/study-spec.ts";
import type { SweepStatisticId } from "../../analytics/statistic-catalogue.ts";
import { METRIC_IDS, metricInfo } from "../../engine/metrics/metric-catalogue.ts";
import { isLossless } from "../../core/metrics/undefined-reason.ts";
import type { AlertFacts, NightFigures } from "../alert-facts.ts";
import { statisticsUnder } from "../../analytics/statistic-members.ts";
import { membersOf } from "./rule-roots.ts";

type Values = Readonly<Record<string, unknown>>;
type NightValues = Readonly<Record<"best" | "sweep" | "run" | "cells" | ToldStudy, Values>>;

const NOTHING: NightValues = { best: {}, sweep: {}, run: {}, cells: {}, ...ofStudies(() => ({})) };

/**
 * The facts as a condition sees them. An undefined metric or statistic is left out, so that reading it is an error and the
 * rule becomes undecided (and `has(best.sharpe)` can ask); a missing text of the run is empty. What is undefined
 * because nothing was lost is better than every number: Infinity, or -Infinity where lower is better. So it is with earlier
 * nights; where there is none, all of it is left out.
 *
 * @param averageOver how many nights `average` is over; with fewer it has no members
 */
export function conditionValues(facts: AlertFacts, averageOver: number): Values {
  const { nights, baseline } = facts.history;
  const [previous] = nights;
  return {
    ...nightValues(facts),
    previous: previous === undefined ? NOTHING : nightValues(previous),
    baseline: baseline === null ? NOTHING : nightValues(baseline),
    average: nights.length < averageOver ? NOTHING : averageValues(nights.slice(0, averageOver)),
  };
}

function ofStudies(valuesOf: (study: ToldStudy) => Values): Readonly<Record<ToldStudy, Values>> {
  return Object.fromEntries(TOLD_STUDIES.map((study) => [study, valuesOf(study)])) as Record<ToldStudy, Values>;
}

function nightValues({ run, best, cells, judgement, studies }: NightFigures): NightValues {
  const statistics = (ids: readonly SweepStatisticId[]) =>
    withoutNulls(Object.fromEntries(ids.map((id) => [id, judgement?.[id]?.value ?? null])));
  return {
    best: best === null ? {} : { ...metricValues(best), ...statistics(statisticsUnder("best")), params: best.params },
    sweep: statistics(statisticsUnder("sweep")),
    run: Object.fromEntries(Object.entries(run).map(([name, value]) => [name, value ?? ""])),
    cells,
    ...ofStudies((study) => withoutNulls(valuesOf(studies[study] ?? {}))),
  };
}

function valuesOf(statistics: Readonly<Record<string, Statistic>>): Readonly<Record<string, number | null>> {
  return Object.fromEntries(Object.entries(statistics).map(([id, { value }]) => [id, value]));
}

/** The mean of each number that is finite in every night; a mean over other nights than were asked for would be another number. */
function averageValues(nights: readonly NightFigures[]): Readonly<Record<string, Values>> {
  const each = nights.map(nightValues);
  const meanOf = (root: keyof NightValues, member: string): readonly [string, number][] => {
    const values = each.map((night) => night[root][member]);
    if (!values.every((value) => typeof value === "number" && Number.isFinite(value))) return [];
    return [[member, values.reduce((sum: number, value) => sum + Number(value), 0) / values.length]];
  };
  const means = (root: keyof NightValues) =>
    Object.fromEntries(averaged(root, each).flatMap((member) => meanOf(root, member)));
  return {
    best: means("best"),
    sweep: means("sweep"),
    run: means("run"),
    cells: means("cells"),
    ...ofStudies((study) => means(study)),
  };
}

/** What there can be a mean of; of the best cell, also what a script has reported. */
function averaged(root: keyof NightValues, nights: readonly NightValues[]): readonly string[] {
  const known = membersOf("average")[root] ?? [];
  return root === "best" ? [...new Set([...known, ...Object.keys(nights[0]?.best ?? {})])] : known;
}

function metricValues({ metrics, reasons }: NonNullable<NightFigures["best"]>): Values {
  const endless = METRIC_IDS.filter((id) => isLossless(reasons[id]));
  const ends = endless.map((id) => [id, endlessValue(metricInfo(id))]);
  return { ...withoutNulls(metrics), ...Object.fromEntries(ends) };
}

function withoutNulls(values: Readonly<Record<string, number | null>>): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
