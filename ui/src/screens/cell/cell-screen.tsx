import { Page } from "../../app/page.tsx";

export function CellScreen({
  run,
  backtest,
  cell,
}: {
  readonly run: string;
  readonly backtest: string;
  readonly cell: number;
}) {
  return <Page title={`${backtest} ${cell} ${run}`}>…</Page>;
}
