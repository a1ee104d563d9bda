import { deepFreeze } from "../core/values/deep-freeze.ts";
import { type BacktestSpec, type DagSpec, studiesOf } from "./dag-spec.ts";
import type { CallbackSpec } from "../core/spec/callback-spec.ts";
import { isMeasuring } from "../core/spec/study-spec.ts";
import { searchRounds } from "./search/search-rounds.ts";
import type { TaskGraph, TaskNode } from "./task-graph.ts";

/**
 * Before-callbacks run one after the other; backtests that need no other one follow the last of them, and studies their
 * backtest; after-callbacks run one after the other when all of these have ended, in whatever way.
 *
 * @param spec its backtests need each other without a cycle, as the factory has checked
 * @param slots that are up, by which searches are cut (see `searchRounds`)
 */
export function buildTaskGraph(spec: DagSpec, slots = 1): TaskGraph {
  const before = callbackChain("before", spec.before, []);
  const gate = before.at(-1);
  const backtests = inOrderOfNeeds(spec.backtests).flatMap((backtest): readonly TaskNode[] => {
    const isRoot = backtest.needs.length === 0;
    const node: TaskNode = {
      key: backtest.name,
      kind: "backtest",
      phase: "backtest",
      needs: isRoot && gate !== undefined ? [gate.key] : neededBy(backtest, spec.backtests),
      triggerRule: isRoot ? "all_success" : backtest.triggerRule,
      minSuccess: isRoot ? null : backtest.minSuccess,
      index: spec.backtests.indexOf(backtest),
    };
    return [
      ...searchNodes(node, searchRounds(backtest, slots).length),
      ...regressionNodes(node, backtest),
      ...studyNodes(node, backtest),
    ];
  });
  const after = callbackChain(
    "after",
    spec.after,
    spec.backtests.flatMap((backtest) => [
      backtest.name,
      ...(backtest.regression === undefined ? [] : [regressionKey(backtest.name)]),
      ...studiesOf(backtest).flatMap((study) => [
        ...(isMeasuring(study) ? [`${backtest.name}.${study}.cells`] : []),
        `${backtest.name}.${study}`,
      ]),
    ]),
  );
  return deepFreeze({ tasks: [...before, ...backtests, ...after] });
}

/** What a backtest waits for: those it needs, and what blocks them. */
function neededBy({ needs }: BacktestSpec, backtests: readonly BacktestSpec[]): readonly string[] {
  return needs.flatMap((name) => {
    const needed = backtests.find((backtest) => backtest.name === name);
    return needed?.regression?.onChange === "block" ? [name, regressionKey(name)] : [name];
  });
}

function regressionKey(backtest: string): string {
  return `${backtest}.regression`;
}

/** The comparison with the run before follows its backtest. */
function regressionNodes(backtest: TaskNode, { regression }: BacktestSpec): readonly TaskNode[] {
  if (regression === undefined) return [];
  const own = { triggerRule: "all_success", minSuccess: null, needs: [backtest.key] } as const;
  return [{ ...backtest, ...own, key: regressionKey(backtest.key), kind: "regression" }];
}

/** The rounds of a search one after the other, the backtest as the last one; without a search the backtest alone. */
function searchNodes(backtest: TaskNode, rounds: number): readonly TaskNode[] {
  const nodes: TaskNode[] = [];
  for (let round = 1; round < rounds; round++) {
    const key = `${backtest.key}.search.${round}`;
    const before = nodes.at(-1);
    nodes.push({ ...backtest, key, kind: "search_cells", ...(before !== undefined && needing(before)) });
  }
  const last = nodes.at(-1);
  return [...nodes, { ...backtest, ...(last !== undefined && needing(last)) }];
}

function needing({ key }: TaskNode): Pick<TaskNode, "needs" | "triggerRule" | "minSuccess"> {
  return { needs: [key], triggerRule: "all_success", minSuccess: null };
}

/** What studies need of every cell, and then each study; others need the best cell, or what was earned out of sample. Names of backtests have no dots. */
function studyNodes(backtest: TaskNode, spec: BacktestSpec): readonly TaskNode[] {
  return studiesOf(spec).flatMap((study): readonly TaskNode[] => {
    const key = `${backtest.key}.${study}`;
    const own = { ...backtest, triggerRule: "all_success", minSuccess: null } as const;
    if (!isMeasuring(study)) {
      const source =
        study === "monte_carlo" && spec.monteCarlo?.of === "walk_forward"
          ? `${backtest.key}.walk_forward`
          : backtest.key;
      return [{ ...own, key, kind: study, needs: [source] }];
    }
    return [
      { ...own, key: `${key}.cells`, kind: `${study}_cells`, needs: [backtest.key] },
      { ...own, key, kind: study, needs: [`${key}.cells`] },
    ];
  });
}

function callbackChain(
  phase: "before" | "after",
  callbacks: readonly CallbackSpec[],
  firstNeeds: readonly string[],
): readonly TaskNode[] {
  const nodes: TaskNode[] = [];
  for (const [index, callback] of callbacks.entries()) {
    const previous = nodes.at(-1);
    nodes.push({
      key: uniqueKey(`${phase}.${shortName(callback)}`, nodes),
      kind: "callback",
      phase,
      needs: previous === undefined ? firstNeeds : [previous.key],
      triggerRule: phase === "before" ? "all_success" : "all_done",
      minSuccess: null,
      index,
    });
  }
  return nodes;
}

/** `./callbacks/publish.ts#publish` → `publish`; a default export goes by its file. */
function shortName({ ref }: CallbackSpec): string {
  if (ref.kind === "builtin") return ref.name;
  if (ref.exportName !== "default") return ref.exportName;
  return (ref.path.split("/").at(-1) ?? ref.path).replace(/\.[^.]+$/, "");
}

function uniqueKey(wanted: string, taken: readonly TaskNode[]): string {
  const isTaken = (key: string) => taken.some((node) => node.key === key);
  if (!isTaken(wanted)) return wanted;
  let number = 2;
  while (isTaken(`${wanted}.${number}`)) number += 1;
  return `${wanted}.${number}`;
}

/** File order, except that a backtest waits for those it needs. */
function inOrderOfNeeds(backtests: readonly BacktestSpec[]): readonly BacktestSpec[] {
  const byName = new Map(backtests.map((backtest) => [backtest.name, backtest]));
  const placed = new Set<BacktestSpec>();
  const place = (backtest: BacktestSpec): void => {
    if (placed.has(backtest)) return;
    for (const name of backtest.needs) {
      const needed = byName.get(name);
      if (needed !== undefined) place(needed);
    }
    placed.add(backtest);
  };
  for (const backtest of backtests) place(backtest);
  return [...placed];
}
