import type { WindowPair } from "../../analytics/walk-forward/windows.ts";
import type { MeasuringStudy } from "../../core/spec/study-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { lastCellMs } from "../../store/actions/cell-costs.ts";
import { countCached } from "../sweep/count-cached.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import type { RunPlan } from "../start/run-plan.ts";
import { cpcvOf, planSegments } from "./cpcv/plan-segments.ts";
import { sweepTimeLine } from "./time-line.ts";
import { planWindows, walkForwardOf } from "./walk-forward/plan-windows.ts";

/** What the studies of a backtest would measure; null for one that was not asked for. */
export interface StudyPreview {
  readonly walkForward: PreviewedWindows | null;
  readonly cpcv: PreviewedGroups | null;
}

interface PreviewedCells {
  readonly cells: number;
  /** Cells of which every part was measured before. */
  readonly cached: number;
  /** As `BacktestPreview` has it; of one that was never measured, by its share of what the backtest took. */
  readonly estimateMs: number | null;
}

export interface PreviewedWindows extends PreviewedCells {
  /** Oldest first. */
  readonly windows: readonly { readonly inSample: PreviewedPart; readonly outOfSample: PreviewedPart }[];
  /** Bars between the two parts of each. */
  readonly gap: number;
}

/** A part of the bars. */
export interface PreviewedPart {
  /** When its first and its last bar begin, milliseconds UTC. */
  readonly start: number;
  readonly end: number;
  readonly bars: number;
}

export interface PreviewedGroups extends PreviewedCells {
  readonly groups: number;
  readonly test: number;
  /** Returns of all groups together. */
  readonly returns: number;
  readonly splits: number;
  readonly paths: number;
}

interface PreviewDeps {
  readonly database: Connection;
  /** That are up now. */
  readonly slots: number;
}

/**
 * @param index of the backtest in the plan
 * @param cellMs what one of its cells took, null where that is not known
 */
export async function previewStudies(
  { plan, index, cellMs }: { readonly plan: RunPlan; readonly index: number; readonly cellMs: number | null },
  deps: PreviewDeps,
): Promise<StudyPreview> {
  const sweep = plan.sweeps[index];
  if (sweep === undefined) return { walkForward: null, cpcv: null };
  const partsOf = (study: MeasuringStudy): Sweep | undefined =>
    plan.measured[index]?.find((measured) => measured.study === study)?.sweep;
  const [walked, crossed] = [partsOf("walk_forward"), partsOf("cpcv")];
  const of = { sweep, dagId: plan.run.dagId, cellMs };
  return {
    walkForward: walked === undefined ? null : await previewWindows({ ...of, parts: walked }, deps),
    cpcv: crossed === undefined ? null : await previewGroups({ ...of, parts: crossed }, deps),
  };
}

async function previewWindows(of: Measuring, deps: PreviewDeps): Promise<PreviewedWindows> {
  const { sweep, cellMs } = of;
  const line = sweepTimeLine(sweep);
  const windows = planWindows(sweep);
  const share = windows.reduce((sum, { inSample: { from, to } }) => sum + to - from, 0) / line.length;
  const known = cellMs === null ? null : cellMs * share;
  return {
    ...(await previewCells({ ...of, study: "walk_forward", cellMs: known }, deps)),
    windows: windows.map((window) => previewWindow(window, line)),
    gap: walkForwardOf(sweep.backtest).gap,
  };
}

async function previewGroups(of: Measuring, deps: PreviewDeps): Promise<PreviewedGroups> {
  const { sweep } = of;
  const { splits, paths, starts } = planSegments(sweep);
  const { groups, test } = cpcvOf(sweep.backtest);
  const cells = await previewCells({ ...of, study: "cpcv" }, deps);
  return { ...cells, groups, test, returns: starts.at(-1) ?? 0, splits, paths };
}

interface Measuring {
  /** The backtest itself. */
  readonly sweep: Sweep;
  /** Its cells as the study measures them. */
  readonly parts: Sweep;
  readonly dagId: string;
  readonly cellMs: number | null;
}

async function previewCells(
  { parts, study, dagId, cellMs }: Measuring & { readonly study: MeasuringStudy },
  { database, slots }: PreviewDeps,
): Promise<PreviewedCells> {
  const cached = await countCached(parts, database);
  const known = (await lastCellMs(database, dagId, `${parts.backtest.name}.${study}.cells`)) ?? cellMs;
  const cells = parts.grid.count;
  return { cells, cached, estimateMs: known === null ? null : ((cells - cached) * known) / slots };
}

function previewWindow({ inSample, outOfSample }: WindowPair, line: Float64Array): PreviewedWindows["windows"][number] {
  const partOf = ({ from, to }: WindowPair["inSample"]): PreviewedPart => ({
    start: line[from] ?? 0,
    end: line[to - 1] ?? 0,
    bars: to - from,
  });
  return { inSample: partOf(inSample), outOfSample: partOf(outOfSample) };
}
