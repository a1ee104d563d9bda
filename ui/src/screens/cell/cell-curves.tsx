import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { compareQuery } from "../../api/queries.ts";
import type { CellDetail } from "../../api/shapes.ts";
import { QueryView } from "../../components/answers/query-view.tsx";
import { EquityCharts } from "../compare/equity-charts.tsx";
import { SeriesLinks } from "./series-links.tsx";

/** Equity and drawdown, computed again from the inputs that the run has pinned. */
export function CellCurves({ detail: { run_id: run, backtest, cell } }: { readonly detail: CellDetail }) {
  const refs = useMemo(() => [`${run}:${backtest}:${cell}`], [backtest, cell, run]);
  const query = useQuery(compareQuery(refs));
  const nameOf = useCallback(() => `cell ${cell}`, [cell]);
  return (
    <>
      <QueryView query={query} lines={8}>
        {({ series }) => <EquityCharts series={series} nameOf={nameOf} />}
      </QueryView>
      <SeriesLinks run={run} backtest={backtest} cell={cell} kind="equity" />
    </>
  );
}
