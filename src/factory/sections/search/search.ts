import type { HalvingSpec, SearchSpec, TpeSpec } from "../../../core/spec/search/search-spec.ts";
import { isComputedMetric, isMetricId, METRIC_IDS } from "../../../engine/metrics/metric-catalogue.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import type { Params } from "../../../core/params/param-spec.ts";
import type { BacktestSpec, GridSpec } from "../../dag-spec.ts";
import { openAxis } from "../../grid/axis.ts";
import { countCombinations, openGrid } from "../../grid/open-grid.ts";
import type { BacktestBlock } from "../../schema/backtest-schema.ts";
import type { WrittenSearch } from "../../schema/study/search-schema.ts";
import { isWritten, reportAt, reportAtKey, type Section } from "../section.ts";

const DEFAULT_ETA = 3;
const DEFAULT_MIN_CELLS = 10;
/** A first rung of a 27th of the bars with the usual `eta`. */
const MOST_DEFAULT_RUNGS = 3;
const FEWEST_STARTUP = 10;
/** Each is a task of the run. */
const MOST_ROUNDS = 200;

interface SearchedGrid {
  /** Null when it was reported. */
  readonly grid: GridSpec | null;
  readonly params: Params;
}

/** The search of a block whose cells depend on results; absent for any other. */
export function readSearch(
  section: Section,
  block: BacktestBlock,
  { grid, params }: SearchedGrid,
): Pick<BacktestSpec, "search"> {
  const { search } = block;
  if (search === undefined || grid === null) return {};
  const cells = openGrid(grid, params).count;
  warnOfFewCells(section, grid, params);
  if (search.method !== "successive_halving" && search.method !== "tpe") return {};
  refuseStudiesBeside(section, search.method);
  const objective = search.objective ?? block.objective;
  const spec: SearchSpec =
    search.method === "tpe"
      ? readTpe(section, { search, cells, block }, { objective, seed: search.seed ?? block.seed })
      : readHalving(section, search, { objective, cells, seed: search.seed ?? block.seed });
  return { search: spec };
}

/** Rounds of cells are the engine's affair. */
export function refuseChoices(section: Section, { search }: BacktestBlock, why: string): void {
  if (search?.method !== "successive_halving" && search?.method !== "tpe") return;
  const message = `${search.method} computes cells round after round, and this backtest ${why}.`;
  const hint = "Take a method that draws: sobol, latin_hypercube, random.";
  reportAt(section, ["search", "method"], { code: "DAG_KEY_CONFLICT", message, hint });
}

function readHalving(
  section: Section,
  search: WrittenSearch,
  { objective, cells, seed }: { readonly objective: string; readonly cells: number; readonly seed: number },
): HalvingSpec {
  requireMetric(section, objective);
  const { eta = DEFAULT_ETA, min_cells: minCells = DEFAULT_MIN_CELLS } = search;
  if (minCells >= cells) {
    const message = `With min_cells ${minCells} of ${cells} cells, none is ever left behind: every rung computes all of them.`;
    const hint = "Lower min_cells, or leave the search out.";
    reportAt(section, ["search", "min_cells"], { code: "DAG_VALUE_INVALID", severity: "warning", message, hint });
  }
  const useful = Math.floor(Math.log(Math.max(1, cells / minCells)) / Math.log(eta) + 1e-9);
  const rungs = search.rungs ?? Math.min(MOST_DEFAULT_RUNGS, Math.max(1, useful));
  const by = search.by === "symbols" ? { bySymbols: { seed } } : {};
  return { method: "successive_halving", eta, minCells, rungs, ...by, objective };
}

function requireMetric(section: Section, objective: string): void {
  if (isMetricId(objective)) return;
  const message = `"objective" must be a metric of the engine, not ${JSON.stringify(objective)}.`;
  const hint = suggestName(objective, METRIC_IDS);
  reportAt(section, ["search", "objective"], { code: "DAG_VALUE_INVALID", message, hint });
}

function readTpe(
  section: Section,
  { search, cells, block }: { readonly search: WrittenSearch; readonly cells: number; readonly block: BacktestBlock },
  { objective, seed }: Pick<TpeSpec, "objective" | "seed">,
): TpeSpec {
  if (isComputedMetric(objective) && objective !== block.objective) {
    const message = `The cells have no ${objective}, since they are ranked by ${block.objective}.`;
    const hint = `Write objective: ${objective} in the backtest, not under search.`;
    reportAt(section, ["search", "objective"], { code: "DAG_VALUE_INVALID", message, hint });
  }
  requireMetric(section, objective);
  const startup = Math.min(cells, search.startup ?? Math.max(FEWEST_STARTUP, Math.ceil(cells / 5)));
  if (search.startup !== undefined && search.startup >= cells) {
    const message = `All ${cells} cells are drawn before the first choice.`;
    reportAt(section, ["search", "startup"], { code: "DAG_VALUE_INVALID", severity: "warning", message });
  }
  const { batch = null } = search;
  const rounds = batch === null ? 1 : Math.ceil((cells - startup) / batch);
  if (rounds > MOST_ROUNDS) {
    const message = `Batches of ${batch} make ${rounds} rounds; at most ${MOST_ROUNDS} are run, each as a task.`;
    const hint = `Write batch: ${Math.ceil((cells - startup) / MOST_ROUNDS)} or more.`;
    reportAt(section, ["search", "batch"], { code: "DAG_VALUE_INVALID", message, hint });
  }
  return { method: "tpe", startup, batch, seed, objective };
}

/** Warns of a search that finds fewer cells than it asks for. */
export function warnOfFewCells(section: Section, grid: GridSpec, params: Params): void {
  const { draw, axes } = grid;
  const { count: cells } = openGrid(grid, params);
  if (draw === undefined || cells >= draw.n) return;
  const combinations = countCombinations(axes.map(openAxis));
  const message =
    combinations <= BigInt(draw.n)
      ? `The grid has ${combinations} combinations, so all of them are computed instead of ${draw.n}.`
      : `Only ${cells} of ${draw.n} cells are left: the others repeat cells, or "where" or "exclude" leave them out.`;
  const hint = combinations <= BigInt(draw.n) ? "Leave the search out, or ask for fewer." : "Ask for more draws.";
  reportAt(section, ["search", "n"], { code: "DAG_VALUE_INVALID", severity: "warning", message, hint });
}

/** A study judges how cells are chosen; cells that were chosen on all bars before have seen its future. */
function refuseStudiesBeside(section: Section, method: string): void {
  for (const key of ["walk_forward", "cpcv"]) {
    if (!isWritten(section, key)) continue;
    const message = `"${key}" would choose among cells that ${method} has chosen on all bars, those it tests on too.`;
    const hint = "Leave one of them out, or draw the cells: sobol, latin_hypercube, random.";
    reportAtKey(section, [key], { code: "DAG_KEY_CONFLICT", message, hint });
  }
}
