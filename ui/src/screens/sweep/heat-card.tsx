import { REDUCERS, type Reducer } from "../../../../src/analytics/sweep-views/heatmap.ts";
import { axisBins } from "../../../../src/analytics/sweep-views/coarse-places.ts";
import type { Axis, Sweep } from "../../api/shapes.ts";
import { Choice } from "../../components/controls/choice.tsx";
import { useUrlState } from "../../state/use-url-state.ts";
import { ViewCard } from "./view-card.tsx";
import type { SweepState } from "./use-sweep-state.ts";
import { type FieldAxis, HeatMap } from "./views/heat-map.tsx";
import { useSweepView } from "./worker/use-sweep-view.ts";

const NAMES: Readonly<Record<Reducer, string>> = {
  max: "highest",
  min: "lowest",
  mean: "mean",
  median: "median",
  count: "number of cells",
  slice: "the one cell",
};

interface HeatCardProps {
  readonly sweep: Sweep;
  readonly state: SweepState;
}

/** Any two axes against each other; one figure stands for the cells of the other axes. */
export function HeatCard({ sweep, state }: HeatCardProps) {
  const { axes } = sweep;
  const { places, choice, metric } = state;
  const varied = axes.filter(({ values }) => values.length > 1);
  const names = (varied.length > 0 ? varied : axes).map(({ name }) => name);
  const [xName] = useUrlState("x", names[0] ?? "");
  const [yName] = useUrlState("y", names[1] ?? "");
  const x = Math.max(
    axes.findIndex(({ name }) => name === xName),
    0,
  );
  const found = axes.findIndex(({ name }) => name === yName);
  const y = found === -1 || found === x ? null : found;
  const usual = metric.better === "lower" ? "min" : "max";
  const [wanted] = useUrlState("reduce", usual);
  // One cell per field only when every other axis is held at one value.
  const isSlice = axes.every(
    ({ values }, axis) => axis === x || axis === y || values.length === 1 || choice.places[axis]?.length === 1,
  );
  const offered = REDUCERS.filter((one) => one !== "slice" || isSlice);
  const reduce = offered.find((one) => one === wanted) ?? usual;
  const query = useSweepView({ kind: "heat", sweep: places, choice, metric: metric.id, x, y, reduce });
  const [xAxis, yAxis] = [axes[x], y === null ? null : (axes[y] ?? null)];
  if (xAxis === undefined) return null;
  const options = names.map((name) => [name, name] as const);
  return (
    <ViewCard
      title={reduce === "count" ? "Number of cells" : `${metric.label}: ${NAMES[reduce]}`}
      query={query}
      controls={
        <>
          <Choice name="x" label="across" options={options} fallback={names[0] ?? ""} isLabelShown />
          {names.length > 1 && (
            <Choice name="y" label="upwards" options={options} fallback={names[1] ?? ""} isLabelShown />
          )}
          <Choice
            name="reduce"
            label="of each field"
            options={offered.map((one) => [one, NAMES[one]] as const)}
            fallback={usual}
            isLabelShown
          />
        </>
      }
    >
      {(view) => (
        <HeatMap
          view={view}
          x={fieldsOf(xAxis, sweep)}
          y={yAxis === null ? null : fieldsOf(yAxis, sweep)}
          metric={metric}
          isCount={reduce === "count"}
          marked={state.cell === null ? null : fieldOf(view.best, state.cell)}
          choose={state.chooseCell}
        />
      )}
    </ViewCard>
  );
}

/** Neighbouring values of cells that a search has found share a field. */
function fieldsOf({ name, values }: Axis, { numbering, cells }: Sweep): FieldAxis {
  const { ends } = axisBins(values.length, numbering.kind === "listed" ? cells.total : null);
  return {
    name,
    values: ends.map(([first]) => values[first] ?? ""),
    last: ends.map(([, last]) => values[last] ?? ""),
  };
}

function fieldOf(best: Int32Array, cell: number): number | null {
  const field = best.indexOf(cell);
  return field === -1 ? null : field;
}
