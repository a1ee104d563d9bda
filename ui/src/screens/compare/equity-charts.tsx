import { useMemo } from "react";
import type { Compare } from "../../api/shapes.ts";
import { LazyChart } from "../../components/chart/lazy-chart.tsx";
import { LogScaleButton } from "../../components/controls/log-scale-button.tsx";
import { formatMetric } from "../../format/numbers.ts";
import { useUrlState } from "../../state/use-url-state.ts";
import { joinCurves } from "./curves.ts";

interface EquityChartsProps {
  readonly series: Compare["series"];
  readonly nameOf: (ref: string) => string;
}

/** Equity, each from 1, and drawdown below it on the same time. */
export function EquityCharts({ series, nameOf }: EquityChartsProps) {
  const [scale, setScale] = useUrlState("scale");
  const isLog = scale === "log";
  const shown = useMemo(() => series.filter(({ time_s: time }) => time.length > 0), [series]);
  const equity = useMemo(
    () => joinCurves(shown.map(({ ref, time_s: time, equity: values }) => ({ label: nameOf(ref), time, values }))),
    [nameOf, shown],
  );
  const drawdown = useMemo(() => {
    const fallen = shown.map(({ ref, time_s: time, drawdown: values }) => ({
      label: nameOf(ref),
      time,
      values: values.map((value) => (value === null ? null : -value)),
    }));
    const joined = joinCurves(fallen);
    return { ...joined, lines: joined.lines.map((line) => ({ ...line, isFilled: shown.length === 1 })) };
  }, [nameOf, shown]);
  return (
    <section className="card" aria-label="Equity">
      <header>
        <h2>Equity, from 1</h2>
        <LogScaleButton isLog={isLog} onChange={setScale} />
      </header>
      <div className="body">
        {series.map(({ ref, error }) =>
          error === null ? null : (
            <p key={ref} className="note">
              {nameOf(ref)}: {error.message}
            </p>
          ),
        )}
        {shown.length > 0 && (
          <>
            <LazyChart
              label={`Equity of ${shown.map(({ ref }) => nameOf(ref)).join(", ")}`}
              {...equity}
              format={ratio}
              zone="UTC"
              height={280}
              isLog={isLog}
              sync="equity"
            />
            <h3>Drawdown</h3>
            <LazyChart
              label={`Drawdown of ${shown.map(({ ref }) => nameOf(ref)).join(", ")}`}
              {...drawdown}
              format={fraction}
              zone="UTC"
              height={140}
              sync="equity"
            />
          </>
        )}
      </div>
    </section>
  );
}

function ratio(value: number): string {
  return formatMetric(value, "ratio");
}

function fraction(value: number): string {
  return formatMetric(value, "fraction");
}
