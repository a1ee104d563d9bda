import { formatCount, formatMetric, type MetricUnit } from "../../../format/numbers.ts";

interface HistogramProps {
  /** What it is of, for those who do not see it. */
  readonly label: string;
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
  readonly unit: MetricUnit;
}

const HEIGHT = 100;

/** Bars of a distribution, those below 0 in the colour of losses; its ends are written below. */
export function Histogram({ label, from, step, counts, unit }: HistogramProps) {
  const most = Math.max(1, ...counts);
  const write = (bin: number): string => formatMetric(from + bin * step, unit);
  return (
    <figure className="histogram">
      <svg viewBox={`0 0 ${counts.length} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {counts.map((count, bin) => (
          <rect
            key={from + bin * step}
            className={from + (bin + 0.5) * step < 0 ? "loss" : "gain"}
            x={bin + 0.03}
            width={0.94}
            y={HEIGHT * (1 - count / most)}
            height={(HEIGHT * count) / most}
          >
            <title>{`${write(bin)} to ${write(bin + 1)}: ${formatCount(count)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className="soft">
        <span>{write(0)}</span>
        <span>{write(counts.length)}</span>
      </figcaption>
    </figure>
  );
}
