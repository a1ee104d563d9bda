import type { RunDetail } from "../../../api/shapes.ts";
import { RegressionCard } from "./regression-card.tsx";
import { SearchCard } from "./search-card.tsx";

type Run = RunDetail["run"];
type Ranking = Run["rankings"][number];

/** Whether anything besides its cells was asked of a backtest: a line per study. */
const STUDIES: readonly ((ranking: Ranking) => boolean)[] = [
  ({ search }) => search !== null,
  ({ regression }) => regression !== null,
];

export function hasStudies({ rankings }: Pick<Run, "rankings">): boolean {
  return rankings.some((ranking) => STUDIES.some((isAsked) => isAsked(ranking)));
}

/** What was asked of the backtests besides their cells, and what came of it: a card per study. */
export function Studies({ run: { run_id: run, rankings } }: { readonly run: Run }) {
  return rankings.map(({ backtest, search, regression }) => (
    <div key={backtest} className="stack">
      {search !== null && <SearchCard run={run} backtest={backtest} search={search} />}
      {regression !== null && <RegressionCard backtest={backtest} regression={regression} />}
    </div>
  ));
}
