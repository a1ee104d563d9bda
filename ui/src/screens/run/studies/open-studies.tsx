import type { GraphTask, RunDetail } from "../../../api/shapes.ts";
import { StateBadge } from "../../../components/state-badge.tsx";
import { useUrlState } from "../../../state/use-url-state.ts";

type Ranking = RunDetail["run"]["rankings"][number];

const STUDIES = [
  "walk_forward",
  "cpcv",
  "monte_carlo",
  "sensitivity",
  "regression",
] as const satisfies readonly (GraphTask["kind"] & keyof Ranking)[];

/** Tasks of studies that have come to nothing yet, or never will. */
export function openStudies({ graph, run: { rankings } }: RunDetail): readonly GraphTask[] {
  return graph.filter(({ kind, key, state }) => {
    const study = STUDIES.find((one) => one === kind);
    if (study === undefined || state === "succeeded") return false;
    // A gate that fails its task has found something all the same.
    const own = rankings.find(({ backtest }) => key === `${backtest}.${study}`);
    return (own?.[study] ?? null) === null;
  });
}

/** Studies that are being made, wait for their backtest, or failed, each with why. */
export function OpenStudies({ tasks }: { readonly tasks: readonly GraphTask[] }) {
  const [, showTab] = useUrlState("tab");
  return (
    <section className="card" aria-labelledby="open-studies">
      <header>
        <h2 id="open-studies">Studies without a result</h2>
        <button type="button" className="push" onClick={() => showTab("tasks", "push")}>
          Tasks and log
        </button>
      </header>
      <ul className="plain-list">
        {tasks.map(({ key, state, error }) => (
          <li key={key} className="row">
            <StateBadge state={state} />
            <span className="mono">{key}</span>
            {error !== null && <span className="alarm-text">{error.message}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
