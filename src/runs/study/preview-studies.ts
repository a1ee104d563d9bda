import type { WindowPair } from "../../analytics/walk-forward/windows.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { lastCellMs } from "../../store/actions/cell-costs.ts";
import { countCached } from "../sweep/count-cached.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import type { RunPlan } from "../start/run-plan.ts";
import { planSegments } from "./cpcv/plan-segments.ts";
import { sweepTimeLine } from "./time-line.ts";
import { planWindows } from "./walk-forward/plan-windows.ts";

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
  const [sweep, measured = []] = [plan.sweeps[index], plan.measured[index]];
  let [walkForward, cpcv]: [PreviewedWindows | null, PreviewedGroups | null] = [null, null];
  for (const { study, sweep: parts } of measured) {
    if (sweep === undefined) continue;
    const of = { parts, key: `${sweep.backtest.name}.${study}.cells`, dagId: plan.run.dagId };
    switch (study) {
      case "walk_forward": {
        const line = sweepTimeLine(sweep);
        const windows = planWindows(sweep);
        const share = windows.reduce((sum, { inSample: { from, to } }) => sum + to - from, 0) / line.length;
        const cells = await previewCells({ ...of, cellMs: cellMs === null ? null : cellMs * share }, deps);
        const gap = sweep.backtest.walkForward?.gap ?? 0;
        walkForward = { ...cells, windows: windows.map((window) => previewWindow(window, line)), gap };
        break;
      }
      case "cpcv": {
        const { splits, paths, starts } = planSegments(sweep);
        const { groups = 0, test = 0 } = sweep.backtest.cpcv ?? {};
        cpcv = {
          ...(await previewCells({ ...of, cellMs }, deps)),
          groups,
          test,
          returns: starts.at(-1) ?? 0,
          splits,
          paths,
        };
        break;
      }
    }
  }
  return { walkForward, cpcv };
}

interface Measuring {
  readonly parts: Sweep;
  /** Of the task that measures. */
  readonly key: string;
  readonly dagId: string;
  readonly cellMs: number | null;
}

async function previewCells(
  { parts, key, dagId, cellMs }: Measuring,
  { database, slots }: PreviewDeps,
): Promise<PreviewedCells> {
  const cached = await countCached(parts, database);
  const known = (await lastCellMs(database, dagId, key)) ?? cellMs;
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
