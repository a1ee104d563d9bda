import { Page } from "../../app/page.tsx";

export function SweepScreen({ run, backtest }: { readonly run: string; readonly backtest: string }) {
  return <Page title={`${backtest} ${run}`}>…</Page>;
}
