import { groupSplits, segmentStarts } from "../../../analytics/cpcv/group-splits.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { blockStarts } from "../../../core/numbers/block-starts.ts";
import type { CpcvSpec } from "../../../core/spec/study-spec.ts";
import { samplingOf } from "../../../engine/metrics/sampling.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import { marketOf } from "../../market/market-of.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { timeLineOf } from "../time-line.ts";

/** Cells × splits × groups: some seconds of one worker. */
const MOST_WORK = 2e9;
/** Cells × segments: bounds what is read at once to about 160 MB. */
const MOST_SUMS = 1e7;

export interface CpcvPlan {
  /** Where segments begin, with the number of returns at the end. */
  readonly starts: readonly number[];
  readonly perYear: number;
  readonly splits: number;
  readonly paths: number;
}

/** @throws RangeError of a backtest without such a study */
export function cpcvOf({ cpcv }: Pick<BacktestSpec, "cpcv">): CpcvSpec {
  if (cpcv === undefined) throw new RangeError("The backtest asks for no cpcv");
  return cpcv;
}

/**
 * How the returns of a backtest are cut: of bars, or of days where its ratios are of days.
 *
 * @throws AppError STUDY_TOO_SHORT when a group is purged away
 * @throws AppError STUDY_TOO_LARGE when there are too many cells for so many splits
 */
export function planSegments({ backtest, prepared, grid }: Sweep): CpcvPlan {
  const spec = cpcvOf(backtest);
  const { bars, settings } = marketOf({ backtest, prepared });
  const { count, perYear } = samplingOf(timeLineOf(bars), settings);
  const starts = count < spec.groups ? null : segmentStarts(blockStarts(count, spec.groups), spec);
  if (starts === null) throw tooShort(backtest.name, spec, count);
  const { tested, paths } = groupSplits(spec.groups, spec.test);
  const work = grid.count * tested.length * spec.groups;
  if (work > MOST_WORK || grid.count * starts.length > MOST_SUMS) {
    const text = `cpcv of ${backtest.name} has ${tested.length.toLocaleString("en")} splits of ${grid.count.toLocaleString("en")} cells`;
    throw new AppError("STUDY_TOO_LARGE", `${text}: too much to choose from`, {
      hint: "Test fewer groups at a time, make fewer groups, or the grid smaller.",
    });
  }
  return { starts, perYear, splits: tested.length, paths: paths.length };
}

function tooShort(name: string, { groups, purge, embargo }: CpcvSpec, count: number): AppError {
  const size = Math.floor(count / groups);
  const gone = 2 * purge + embargo;
  const text = `cpcv of ${name} cuts ${count.toLocaleString("en")} returns into ${groups} groups of ${size}`;
  return new AppError("STUDY_TOO_SHORT", `${text}, of which purge and embargo take up to ${gone}`, {
    hint:
      count > 2 * gone + 2
        ? `At most ${Math.max(2, Math.floor(count / (gone + 2)))} groups fit. Or make purge and embargo shorter, or move start_date back.`
        : "Make purge and embargo shorter, or move start_date back.",
  });
}
