import type { Axis, MetricFacts, Sweep } from "../../api/shapes.ts";
import { formatParam } from "../../format/numbers.ts";
import { Choice } from "../../components/controls/choice.tsx";
import { useUrlState } from "../../state/use-url-state.ts";
import { limitsOf, limitsText, numberIn } from "./limits.ts";

/** Longer lists nobody reads: those of a search have a value per cell. */
const MOST_OPTIONS = 500;

interface LimitsPanelProps {
  readonly sweep: Sweep;
  readonly metric: MetricFacts;
}

/** Which cells count: each parameter held or kept within a range, and the metric within one. What brushing does, by keyboard. */
export function LimitsPanel({ sweep, metric }: LimitsPanelProps) {
  return (
    <details className="limits">
      <summary>Limit the cells</summary>
      <div className="limit-rows">
        {sweep.axes.map((axis) => (
          <AxisLimit key={axis.name} axis={axis} />
        ))}
        <RangeLimit key={metric.id} name={metric.id} label={metric.label} />
      </div>
    </details>
  );
}

function AxisLimit({ axis: { name, values, ordered } }: { readonly axis: Axis }) {
  const options = [["", "any"], ...values.map((value) => [String(value), formatParam(value)] as const)] as const;
  return (
    <div className="limit-row">
      {values.length <= MOST_OPTIONS && (
        <Choice name={`fix.${name}`} label={`${name} is`} options={options} isLabelShown />
      )}
      {ordered && <RangeLimit name={name} label={values.length <= MOST_OPTIONS ? "within" : `${name} within`} />}
    </div>
  );
}

function RangeLimit({ name, label }: { readonly name: string; readonly label: string }) {
  const [text, setText] = useUrlState(`brush.${name}`);
  const { low, high } = limitsOf(text) ?? { low: null, high: null };
  return (
    <fieldset className="range">
      <legend className="hidden-text">
        {name} {label}
      </legend>
      <span className="soft" aria-hidden="true">
        {label}
      </span>
      <input
        type="number"
        step="any"
        aria-label={`${name} at least`}
        value={low ?? ""}
        onChange={({ target }) => setText(limitsText({ low: numberIn(target.value), high }))}
      />
      <span aria-hidden="true">to</span>
      <input
        type="number"
        step="any"
        aria-label={`${name} at most`}
        value={high ?? ""}
        onChange={({ target }) => setText(limitsText({ low, high: numberIn(target.value) }))}
      />
    </fieldset>
  );
}
