import { useSearchParams } from "wouter";
import type { Sweep } from "../../api/shapes.ts";
import { Choice } from "../../components/controls/choice.tsx";
import { ChosenCell } from "./chosen-cell.tsx";
import { HeatCard } from "./heat-card.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { limitsText } from "./limits.ts";
import { ViewCard } from "./view-card.tsx";
import { type SweepState, useSweepState } from "./use-sweep-state.ts";
import { HistogramChart } from "./views/histogram-chart.tsx";
import { ImportanceBars } from "./views/importance-bars.tsx";
import { ParallelCoordinates } from "./views/parallel-coordinates.tsx";
import { useSweepView } from "./worker/use-sweep-view.ts";

/** Bars of the histogram. */
const BARS = 60;

/** The pictures of all cells. They share one choice of cells: what is brushed in one is left out of the others. */
export function SweepViews({ sweep }: { readonly sweep: Sweep }) {
  const state = useSweepState(sweep);
  const [, setParams] = useSearchParams();
  const clear = () => {
    setParams((before) => new URLSearchParams([...before].filter(([name]) => !/^(fix|brush)\./.test(name))));
  };
  return (
    <>
      <div className="row sweep-controls">
        <Choice
          name="metric"
          label="Show"
          isLabelShown
          fallback={sweep.objective.id}
          options={sweep.metrics.map(({ id, label }) => [id, label] as const)}
        />
        <LimitsPanel sweep={sweep} metric={state.metric} />
        {state.isLimited && (
          <button type="button" onClick={clear}>
            All cells again
          </button>
        )}
      </div>
      {state.cell !== null && <ChosenCell sweep={sweep} cell={state.cell} />}
      <div className="sweep-grid">
        {sweep.axes.length > 0 && <HeatCard sweep={sweep} state={state} />}
        <div className="stack">
          <HistogramCard state={state} />
          {sweep.axes.length > 0 && <ImportanceCard sweep={sweep} state={state} />}
        </div>
      </div>
      {sweep.axes.length > 1 && <ParallelCard sweep={sweep} state={state} />}
    </>
  );
}

function HistogramCard({ state: { places, choice, metric, cell } }: { readonly state: SweepState }) {
  const [, setParams] = useSearchParams();
  const query = useSweepView({ kind: "histogram", sweep: places, choice, metric: metric.id, bars: BARS, cell });
  return (
    <ViewCard title={`How often: ${metric.label}`} query={query}>
      {(view) => (
        <HistogramChart
          view={view}
          metric={metric}
          brush={(limits) => {
            setParams((before) => {
              const after = new URLSearchParams(before);
              after.set(`brush.${metric.id}`, limitsText(limits));
              return after;
            });
          }}
        />
      )}
    </ViewCard>
  );
}

interface CardProps {
  readonly sweep: Sweep;
  readonly state: SweepState;
}

function ImportanceCard({ sweep, state: { places, choice, metric } }: CardProps) {
  const query = useSweepView({
    kind: "importance",
    sweep: places,
    choice,
    metric: metric.id,
    axes: sweep.axes.map(({ values }) => values),
  });
  return (
    <ViewCard title={`What ${metric.label} depends on`} query={query}>
      {(view) => <ImportanceBars view={view} axes={sweep.axes} />}
    </ViewCard>
  );
}

function ParallelCard({ sweep, state: { places, choice, metric } }: CardProps) {
  const axes = sweep.axes.flatMap(({ values }, axis) => (values.length > 1 ? [axis] : []));
  const query = useSweepView({ kind: "density", sweep: places, choice, metric: metric.id, axes });
  return (
    <ViewCard title="From parameters to results" query={query}>
      {(view) => (
        <ParallelCoordinates view={view} axes={axes.flatMap((axis) => sweep.axes[axis] ?? [])} metric={metric} />
      )}
    </ViewCard>
  );
}
