import type { RunDetail } from "../../../api/shapes.ts";
import { CpcvCard } from "./cpcv-card.tsx";
import { MonteCarloCard } from "./monte-carlo-card.tsx";
import { RegressionCard } from "./regression-card.tsx";
import { OpenStudies, openStudies } from "./open-studies.tsx";
import { SearchCard } from "./search-card.tsx";
import { SensitivityCard } from "./sensitivity-card.tsx";
import { WalkForwardCard } from "./walk-forward-card.tsx";

type Ranking = RunDetail["run"]["rankings"][number];

/** Whether anything besides its cells was asked of a backtest: a line per study. */
const STUDIES: readonly ((ranking: Ranking) => boolean)[] = [
  ({ search }) => search !== null,
  ({ walk_forward: walk }) => walk !== null,
  ({ cpcv }) => cpcv !== null,
  ({ monte_carlo: histories }) => histories !== null,
  ({ sensitivity }) => sensitivity !== null,
  ({ regression }) => regression !== null,
];

export function hasStudies(detail: RunDetail): boolean {
  const { rankings } = detail.run;
  return openStudies(detail).length > 0 || rankings.some((ranking) => STUDIES.some((isAsked) => isAsked(ranking)));
}

/** What was asked of the backtests besides their cells, and what came of it: what is not there yet, and a card per study. */
export function Studies({ detail }: { readonly detail: RunDetail }) {
  const { run_id: run, rankings } = detail.run;
  const open = openStudies(detail);
  return (
    <>
      {open.length > 0 && <OpenStudies tasks={open} />}
      {rankings.map((ranking) => (
        <StudyCards key={ranking.backtest} run={run} ranking={ranking} />
      ))}
    </>
  );
}

function StudyCards({ run, ranking }: { readonly run: string; readonly ranking: Ranking }) {
  const { backtest, best, search, walk_forward: walk, cpcv, monte_carlo: histories, sensitivity, regression } = ranking;
  return (
    <div className="stack">
      {search !== null && <SearchCard run={run} backtest={backtest} search={search} />}
      {walk !== null && <WalkForwardCard backtest={backtest} walk={walk} />}
      {cpcv !== null && <CpcvCard backtest={backtest} cpcv={cpcv} />}
      {histories !== null && <MonteCarloCard backtest={backtest} histories={histories} />}
      {sensitivity !== null && (
        <SensitivityCard run={run} backtest={backtest} found={sensitivity} best={best[0]?.cell ?? null} />
      )}
      {regression !== null && <RegressionCard backtest={backtest} regression={regression} />}
    </div>
  );
}
