import type { MetricFacts } from "../api/shapes.ts";
import { formatMetric } from "../format/numbers.ts";

interface MetricChangeProps {
  readonly metric: MetricFacts & { readonly value: number | null; readonly reason: string | null };
  readonly before: number | null;
}

/** A change below this share of what was before is none that matters. */
const SAME = 0.005;

/** A metric with an arrow against the one before: up or down says which way it went, the colour and the word whether that is better. */
export function MetricChange({ metric, before }: MetricChangeProps) {
  const { value, unit, label, reason } = metric;
  if (value === null)
    return (
      <span className="soft" title={reason ?? ""}>
        – {reason?.replaceAll("_", " ")}
      </span>
    );
  return (
    <span className="metric-change">
      <span className="soft wide-only">{label}</span> <strong>{formatMetric(value, unit)}</strong>
      <Arrow metric={metric} value={value} before={before} />
    </span>
  );
}

interface ArrowProps {
  readonly metric: MetricFacts;
  readonly value: number;
  readonly before: number | null;
}

function Arrow({ metric: { better, unit }, value, before }: ArrowProps) {
  if (before === null) return <span className="arrow soft" />;
  const change = value - before;
  if (Math.abs(change) <= SAME * Math.max(Math.abs(before), Math.abs(value)))
    return (
      <span className="arrow soft" title={`before: ${formatMetric(before, unit)}`}>
        =<span className="hidden-text"> as before</span>
      </span>
    );
  const isBetter = better === null ? null : change > 0 === (better === "higher");
  const look = isBetter === null ? "soft" : isBetter ? "state-good" : "state-bad";
  return (
    <span className={`arrow ${look}`} title={`before: ${formatMetric(before, unit)}`}>
      {change > 0 ? "▲" : "▼"} {formatMetric(Math.abs(change), unit)}
      <span className="hidden-text">{isBetter === null ? "" : isBetter ? " better" : " worse"} than before</span>
    </span>
  );
}
