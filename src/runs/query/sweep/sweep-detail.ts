import type { ErrorGroup } from "../../../store/service/error-groups.ts";
import { listErrorGroups } from "../../../store/service/error-groups.ts";
import { listTasks } from "../../../store/run/tasks.ts";
import { roundTasks } from "../../search/search-tasks.ts";
import { type SearchView, searchView } from "../../search/search-view.ts";
import { type AxisValues, axisValues } from "./axis-values.ts";
import { isOver } from "./sweep-columns.ts";
import { type SweepPage, sweepPage } from "./sweep-page.ts";
import type { OpenedSweep, SweepReader } from "./sweep-reader.ts";

/** A sweep but for its columns. */
export interface SweepDetail {
  readonly sweep: OpenedSweep;
  readonly isOver: boolean;
  readonly axes: readonly AxisValues[];
  readonly top: SweepPage;
  readonly errors: readonly ErrorGroup[];
  /** Null of a plain grid. */
  readonly search: SearchView | null;
}

export interface SweepDetailRequest {
  /** As `sweepPage` has it. */
  readonly sort: string | null;
  readonly isReversed: boolean;
  /** How many cells come with it. */
  readonly top: number;
}

const MOST_ERRORS = 20;

/** @throws AppError USAGE when the cells have no such metric or parameter */
export async function sweepDetail(
  reader: SweepReader,
  sweep: OpenedSweep,
  { sort, isReversed, top }: SweepDetailRequest,
): Promise<SweepDetail> {
  const { view } = sweep;
  const page = await sweepPage(reader, sweep, { sort, isReversed, offset: 0, limit: top });
  const errors = view.cells.failed === 0 ? [] : await listErrorGroups(reader.database, view.taskId, MOST_ERRORS);
  const tasks = view.backtest.search === undefined ? [] : await listTasks(reader.database, sweep.run.id);
  const rounds = roundTasks(tasks, sweep.task.specIndex);
  const search = await searchView(reader.database, [...rounds, sweep.task], view.backtest);
  return { sweep, isOver: isOver(sweep), axes: axisValues(view.grid), top: page, errors, search };
}
