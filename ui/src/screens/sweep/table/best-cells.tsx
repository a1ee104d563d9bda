import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { sweepCellsQuery } from "../../../api/queries.ts";
import type { MetricFacts, RankedCell, Sweep } from "../../../api/shapes.ts";
import { ErrorBox } from "../../../components/answers/error-box.tsx";
import { type Column, Table } from "../../../components/table/table.tsx";
import { formatCount, formatMetric } from "../../../format/numbers.ts";
import { useUrlState } from "../../../state/use-url-state.ts";
import { cellColumn, paramColumns, pickColumn } from "./cell-columns.tsx";
import { CellsCard } from "./cells-card.tsx";
import { type Picked, usePicked } from "./use-picked.ts";

/** Metrics that have a column; the objective and the shown one always have. */
const SHOWN = new Set(["sharpe", "sortino", "cagr", "max_drawdown", "win_rate", "profit_factor", "total_trades"]);

/** The first hundred cells in any order, worst first as well. */
export function BestCells({ sweep }: { readonly sweep: Sweep }) {
  const [sort, setSort] = useUrlState("sort", sweep.sort);
  const [order, setOrder] = useUrlState("order");
  const reversed = order === "reversed";
  const isUsual = sort === sweep.sort && !reversed;
  const query = useQuery({
    ...sweepCellsQuery({ run: sweep.run_id, backtest: sweep.backtest, sort, reversed }),
    enabled: !isUsual,
  });
  const rows = isUsual ? sweep.top : (query.data?.cells ?? sweep.top);
  const picked = usePicked();
  const columns = useMemo(() => {
    const by = (id: string) => () => {
      setOrder(id === sort && !reversed ? "reversed" : "");
      setSort(id, "replace");
    };
    return columnsOf({ sweep, picked, sort, reversed, by });
  }, [picked, reversed, setOrder, setSort, sort, sweep]);
  return (
    <CellsCard sweep={sweep} title={`First ${formatCount(rows.length)} of ${formatCount(sweep.cells.total)} cells`}>
      {query.error !== null && <ErrorBox error={query.error} retry={() => void query.refetch()} />}
      <Table
        label="Cells"
        rows={rows}
        columns={columns}
        rowKey={({ cell }) => String(cell)}
        minWidth={760}
        height="520px"
      />
    </CellsCard>
  );
}

interface Shown {
  readonly sweep: Sweep;
  readonly picked: Picked;
  readonly sort: string;
  readonly reversed: boolean;
  readonly by: (id: string) => () => void;
}

function columnsOf({ sweep, picked, sort, reversed, by }: Shown): readonly Column<RankedCell>[] {
  const metrics = sweep.metrics.filter(({ id }) => SHOWN.has(id) || id === sweep.objective.id || id === sort);
  const directionOf = ({ better }: Pick<MetricFacts, "better">) =>
    (better === "lower") === reversed ? "descending" : "ascending";
  return [
    pickColumn(picked),
    { id: "rank", label: "#", width: "44px", isNumber: true, cell: ({ rank }) => formatCount(rank) },
    cellColumn(sweep),
    ...paramColumns<RankedCell>(sweep),
    ...metrics.map(
      (metric): Column<RankedCell> => ({
        id: metric.id,
        label: metric.label,
        width: "minmax(76px, 1fr)",
        isNumber: true,
        wideOnly: metric.id !== sweep.objective.id,
        sort: by(metric.id),
        sorted: metric.id === sort ? directionOf(metric) : undefined,
        cell: (cell) => <MetricCell cell={cell} metric={metric} />,
      }),
    ),
  ];
}

function MetricCell({ cell, metric }: { readonly cell: RankedCell; readonly metric: MetricFacts }) {
  const value = cell.metrics?.[metric.id];
  const why = cell.error ?? cell.undefined[metric.id]?.replaceAll("_", " ");
  if (value === null || value === undefined)
    return (
      <span className="soft" title={why}>
        –
      </span>
    );
  return formatMetric(value, metric.unit);
}
