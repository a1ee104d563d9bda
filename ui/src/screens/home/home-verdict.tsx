import type { Overview } from "../../api/shapes.ts";
import { StateShape, type Look } from "../../components/state-badge.tsx";
import { formatCount } from "../../format/numbers.ts";
import { changeOf, standingOf } from "./chosen-dags.ts";
import { useUrlState } from "../../state/use-url-state.ts";

/** A fall of the objective by this share of what it was is worth a look. */
const DECAY = 0.1;

/** One line that says how the night was: broken, failed, decayed, all well. Each figure is a filter. */
export function HomeVerdict({ overview: { dags, alarms } }: { readonly overview: Overview }) {
  const count = (state: string) => dags.filter((dag) => standingOf(dag) === state).length;
  const decayed = dags.filter((dag) => {
    const change = changeOf(dag);
    return change !== null && change < -DECAY * Math.abs(dag.best?.before ?? 0);
  }).length;
  return (
    <dl className="tiles">
      <Tile label="broken files" count={count("broken")} look="bad" filter={["state", "broken"]} />
      <Tile label="last run failed" count={count("failed")} look="bad" filter={["state", "failed"]} />
      <Tile label="alarms open" count={alarms.length} look="held" filter={null} />
      <Tile label="objective fell by a tenth" count={decayed} look="held" filter={["sort", "change"]} />
      <Tile label="last run succeeded" count={count("succeeded")} look="good" filter={["state", "succeeded"]} />
    </dl>
  );
}

interface TileProps {
  readonly label: string;
  readonly count: number;
  readonly look: Look;
  readonly filter: readonly [string, string] | null;
}

function Tile({ label, count, look, filter }: TileProps) {
  const [value, setValue] = useUrlState(filter?.[0] ?? "state");
  const isChosen = filter !== null && value === filter[1];
  const shown = (
    <span className={`state ${count > 0 ? `state-${look}` : "state-wait"}`}>
      <StateShape look={count > 0 ? look : "gone"} />
      {formatCount(count)}
    </span>
  );
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {filter === null || count === 0 ? (
          shown
        ) : (
          <button
            type="button"
            className="plain tile-filter"
            aria-pressed={isChosen}
            aria-label={`${formatCount(count)} ${label}: show these`}
            onClick={() => setValue(isChosen ? "" : filter[1], "push")}
          >
            {shown}
          </button>
        )}
      </dd>
    </div>
  );
}
