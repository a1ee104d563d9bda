import { useMemo } from "react";
import type { Sweep } from "../../../api/shapes.ts";
import { ErrorBox } from "../../../components/answers/error-box.tsx";
import { Skeleton } from "../../../components/answers/skeleton.tsx";
import { type Column, Table } from "../../../components/table/table.tsx";
import { formatCount, formatMetric } from "../../../format/numbers.ts";
import type { SweepState } from "../use-sweep-state.ts";
import type { TopView } from "../worker/sweep-asks.ts";
import { useSweepView } from "../worker/use-sweep-view.ts";
import { paramsAt } from "../cell-params.ts";
import { type CellRow, cellColumn, paramColumns, pickColumn } from "./cell-columns.tsx";
import { CellsCard } from "./cells-card.tsx";
import { usePicked } from "./use-picked.ts";

/** Rows of the table; it says how many cells there are besides. */
const ROWS = 100;

interface LimitedRow extends CellRow {
  readonly value: number;
}

interface LimitedCellsProps {
  readonly sweep: Sweep;
  readonly state: SweepState;
}

/** The first of the cells that were brushed, by the metric that is shown. */
export function LimitedCells({ sweep, state: { places, choice, metric } }: LimitedCellsProps) {
  const isLowFirst = metric.better === "lower";
  const { data, error } = useSweepView({
    kind: "top",
    sweep: places,
    choice,
    metric: metric.id,
    isLowFirst,
    count: ROWS,
  });
  const rows = useMemo(() => (data === undefined ? [] : rowsOf(data, sweep)), [data, sweep]);
  const picked = usePicked();
  const columns = useMemo(
    (): readonly Column<LimitedRow>[] => [
      pickColumn(picked),
      cellColumn(sweep),
      ...paramColumns<LimitedRow>(sweep),
      {
        id: metric.id,
        label: metric.label,
        width: "minmax(80px, 1fr)",
        isNumber: true,
        cell: ({ value }) => formatMetric(value, metric.unit),
      },
    ],
    [metric, picked, sweep],
  );
  return (
    <CellsCard
      sweep={sweep}
      title={
        data === undefined
          ? "Cells within the limits"
          : `First ${formatCount(rows.length)} of ${formatCount(data.ranked)} cells within the limits`
      }
    >
      {error !== null && <ErrorBox error={error} />}
      {data === undefined && error === null ? (
        <Skeleton lines={4} />
      ) : (
        <Table
          label="Cells within the limits"
          rows={rows}
          columns={columns}
          rowKey={({ cell }) => String(cell)}
          height="520px"
        />
      )}
    </CellsCard>
  );
}

function rowsOf({ cells, values, places }: TopView, sweep: Sweep): readonly LimitedRow[] {
  const { axes, numbering } = sweep;
  return Array.from(cells, (cell, row) => {
    const own = places.subarray(row * axes.length, (row + 1) * axes.length);
    const params = cell < numbering.on_axes ? paramsAt(sweep, own) : (numbering.added[cell - numbering.on_axes] ?? {});
    return { cell, params, value: values[row] ?? Number.NaN };
  });
}
