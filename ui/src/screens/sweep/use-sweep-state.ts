import { useMemo } from "react";
import { BASE_PATH } from "../../api/address.ts";
import { sweepPath } from "../../api/queries.ts";
import type { MetricFacts, Sweep } from "../../api/shapes.ts";
import { useUrlState } from "../../state/use-url-state.ts";
import { useCellChoice } from "./use-cell-choice.ts";
import type { CellChoice, SweepPlaces } from "./worker/sweep-asks.ts";

export interface SweepState {
  readonly places: SweepPlaces;
  readonly metric: MetricFacts;
  readonly choice: CellChoice;
  readonly isLimited: boolean;
  /** The cell that the address points at. */
  readonly cell: number | null;
  readonly chooseCell: (cell: number) => void;
}

/** What of a sweep the address asks for. */
export function useSweepState(sweep: Sweep): SweepState {
  const { run_id: run, backtest, version, axes, cells, numbering, metrics, objective } = sweep;
  const places = useMemo(
    (): SweepPlaces => ({
      columns: `${location.origin}${BASE_PATH}api/v1${sweepPath(run, backtest)}/columns/`,
      version,
      cells: cells.total,
      lengths: axes.map(({ values }) => values.length),
      onAxes: numbering.on_axes,
      numbering: numbering.kind,
    }),
    [axes, backtest, cells.total, numbering.kind, numbering.on_axes, run, version],
  );
  const [name] = useUrlState("metric", objective.id);
  const [cell, setCell] = useUrlState("cell");
  const { choice, isLimited } = useCellChoice(sweep);
  return {
    places,
    metric: metrics.find(({ id }) => id === name) ?? objective,
    choice,
    isLimited,
    cell: /^\d+$/.test(cell) && Number(cell) < cells.total ? Number(cell) : null,
    chooseCell: (one) => setCell(String(one)),
  };
}
