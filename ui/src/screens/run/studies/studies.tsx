import type { RunDetail } from "../../../api/shapes.ts";
import { CpcvCard } from "./cpcv-card.tsx";
import { MonteCarloCard } from "./monte-carlo-card.tsx";
import { RegressionCard } from "./regression-card.tsx";
import { SearchCard } from "./search-card.tsx";
import { WalkForwardCard } from "./walk-forward-card.tsx";

type Run = RunDetail["run"];
type Ranking = Run["rankings"][number];

/** Whether anything besides its cells was asked of a backtest: a line per study. */
const STUDIES: readonly ((ranking: Ranking) => boolean)[] = [
  ({ search }) => search !== null,
  ({ walk_forward: walk }) => walk !== null,
  ({ cpcv }) => cpcv !== null,
  ({ monte_carlo: histories }) => histories !== null,
  ({ regression }) => regression !== null,
];

export function hasStudies({ rankings }: Pick<Run, "rankings">): boolean {
  return rankings.some((ranking) => STUDIES.some((isAsked) => isAsked(ranking)));
}

/** What was asked of the backtests besides their cells, and what came of it: a card per study. */
export function Studies({ run: { run_id: run, rankings } }: { readonly run: Run }) {
  return rankings.map(({ backtest, search, walk_forward: walk, cpcv, monte_carlo: histories, regression }) => (
    <div key={backtest} className="stack">
      {search !== null && <SearchCard run={run} backtest={backtest} search={search} />}
      {walk !== null && <WalkForwardCard backtest={backtest} walk={walk} />}
      {cpcv !== null && <CpcvCard backtest={backtest} cpcv={cpcv} />}
      {histories !== null && <MonteCarloCard backtest={backtest} histories={histories} />}
      {regression !== null && <RegressionCard backtest={backtest} regression={regression} />}
    </div>
  ));
}
