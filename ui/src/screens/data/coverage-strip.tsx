import type { PriceSeries } from "../../api/shapes.ts";
import { formatCount } from "../../format/numbers.ts";
import { daysIn, monthsBetween, type MonthSpan } from "./month-span.ts";

interface CoverageStripProps {
  readonly series: PriceSeries;
  /** Of all strips that stand below each other. */
  readonly span: MonthSpan;
  readonly height?: number;
}

/**
 * The months of a series on the time of all: full where there are as many bars a day as in its fullest month, low where some are missing,
 * a line where the source was asked and had none, nothing where it was never asked.
 */
export function CoverageStrip({ series, span, height = 20 }: CoverageStripProps) {
  const { months, covered, symbol } = series;
  const bars = new Map(months.map(({ month, bars: count }) => [month, count]));
  const most = Math.max(...months.map(({ month, bars: count }) => count / daysIn(month)));
  const all = monthsBetween(span);
  const gaps = gapsOf(series);
  return (
    <svg
      className="coverage"
      viewBox={`0 0 ${Math.max(1, all.length)} 10`}
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${symbol}: bars of ${months.length} months${gaps.length === 0 ? "" : `, none in ${gaps.slice(0, 3).join(", ")}`}`}
    >
      {all.map((month, place) => {
        const count = bars.get(month) ?? 0;
        const share = count / daysIn(month) / most;
        const isAsked = covered.some(({ from, to }) => from.slice(0, 7) <= month && month <= to.slice(0, 7));
        if (count === 0 && !isAsked) return null;
        const size = count === 0 ? 0.8 : Math.max(2, 10 * share);
        return (
          <rect
            key={month}
            x={place}
            y={10 - size}
            width={0.92}
            height={size}
            className={count === 0 ? "coverage-none" : share < 0.85 ? "coverage-some" : "coverage-full"}
          >
            <title>{`${month}: ${formatCount(count)} bars`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** Months without a bar between two that have some. */
function gapsOf({ months }: PriceSeries): readonly string[] {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const there = new Set(months.map(({ month }) => month));
  return monthsBetween({ first: first.month, last: last.month }).filter((month) => !there.has(month));
}
