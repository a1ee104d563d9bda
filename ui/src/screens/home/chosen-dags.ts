import type { OverviewDag } from "../../api/shapes.ts";

export const HOME_SORTS = ["trouble", "name", "next", "change"] as const;
export type HomeSort = (typeof HOME_SORTS)[number];

export interface DagChoice {
  readonly words: string;
  readonly tag: string;
  readonly state: string;
  readonly sort: string;
}

/** The state of a DAG as a reader would say it: that of its file first, then that of its last run. */
export function standingOf({ state, paused, last }: OverviewDag): string {
  if (state === "error") return "broken";
  if (paused !== null) return "paused";
  return last ?? "none";
}

/** How much the objective has moved since the night before, so that more is better; null where there is nothing to compare. */
export function changeOf({ best }: OverviewDag): number | null {
  if (best === null || best.metric.value === null || best.before === null) return null;
  const change = best.metric.value - best.before;
  return best.metric.better === "lower" ? -change : change;
}

const ORDERS: Readonly<Record<HomeSort, (one: OverviewDag, other: OverviewDag) => number>> = {
  trouble: (one, other) => troubleOf(other) - troubleOf(one),
  name: () => 0,
  next: (one, other) => momentOf(one) - momentOf(other),
  change: (one, other) => (changeOf(one) ?? Number.POSITIVE_INFINITY) - (changeOf(other) ?? Number.POSITIVE_INFINITY),
};

/** DAGs that fit, in the order asked for; equal ones by name. */
export function chosenDags(
  dags: readonly OverviewDag[],
  { words, tag, state, sort }: DagChoice,
): readonly OverviewDag[] {
  const wanted = words.toLowerCase();
  const order = ORDERS[HOME_SORTS.find((one) => one === sort) ?? "trouble"];
  return dags
    .filter(({ dag, description }) => `${dag} ${description}`.toLowerCase().includes(wanted))
    .filter(({ tags }) => tag === "" || tags.includes(tag))
    .filter((dag) => state === "" || standingOf(dag) === state)
    .toSorted((one, other) => order(one, other) || one.dag.localeCompare(other.dag));
}

function troubleOf(dag: OverviewDag): number {
  const standing = standingOf(dag);
  if (standing === "broken") return 4;
  if (standing === "failed") return 3;
  if (dag.alarms.open > 0) return 2;
  return standing === "running" ? 1 : 0;
}

function momentOf({ next }: OverviewDag): number {
  return next === null ? Number.MAX_SAFE_INTEGER : Date.parse(next);
}
