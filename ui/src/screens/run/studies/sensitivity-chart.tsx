import { changeText } from "../../../../../src/analytics/sensitivity/describe-sensitivity.ts";
import { apart, type Panel, type PanelPoint, rangeOf } from "./sensitivity-panels.ts";

interface SensitivityChartProps {
  /** At least one. */
  readonly panels: readonly Panel[];
  /** What is drawn, as people read it. */
  readonly figure: string;
  readonly format: (value: number | null) => string;
}

const TITLES: Readonly<Record<Panel["change"], string>> = {
  delay: "Fills come later (bars)",
  slippage: "Fills cost more (bps a side)",
  missed_fills: "Fills do not come",
};

/** Of the height and the width, so that words do not overlap. */
const LEAST_APART = { up: 0.13, across: 0.12 } as const;

/** How one figure answers to worse execution: a panel for each kind, from the execution as it was to the worst, all to one scale. */
export function SensitivityChart({ panels, figure, format }: SensitivityChartProps) {
  const [low, high] = rangeOf(panels);
  const isDrawn = panels.some(({ points }) => points.some(({ worst }) => worst !== null));
  return (
    <>
      <div className="sensitivity">
        {panels.map((panel) => (
          <PanelFigure key={panel.change} {...{ panel, figure, format, low, high }} />
        ))}
      </div>
      <ul className="sensitivity-key soft">
        <li className="value">{isDrawn ? "as traded, or the median of draws" : "as traded"}</li>
        {isDrawn && <li className="worst">one draw in twenty is worse</li>}
        <li className="real">as it was</li>
      </ul>
    </>
  );
}

interface PanelFigureProps extends Pick<SensitivityChartProps, "figure" | "format"> {
  readonly panel: Panel;
  readonly low: number;
  readonly high: number;
}

function PanelFigure({ panel, figure, format, low, high }: PanelFigureProps) {
  const { change, points, to, breakEven } = panel;
  const up = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const x = (amount: number) => (amount / to) * 100;
  const y = (value: number) => (1 - up(value)) * 100;
  const real = points[0]?.value ?? null;
  const last = points.at(-1);
  const words = (amount: number) =>
    change === "missed_fills" ? `${Number((amount * 100).toPrecision(6))}%` : String(amount);
  const levels = [real, 0, low, high].flatMap((value) => (value === null ? [] : [{ value, place: up(value) }]));
  const amounts = [
    ...(breakEven === null
      ? []
      : [{ text: `break-even ${breakEven.toFixed(1)}`, place: breakEven / to, isLong: true }]),
    ...[0, ...points.toReversed().map(({ amount }) => amount)].map((amount) => ({
      text: words(amount),
      place: amount / to,
      isLong: false,
    })),
  ];
  return (
    <figure>
      <figcaption>{TITLES[change]}</figcaption>
      <div className="levels soft" aria-hidden="true">
        {apart(levels, LEAST_APART.up).map(({ value, place }) => (
          <span key={value} style={{ bottom: `${place * 100}%` }}>
            {format(value)}
          </span>
        ))}
      </div>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={said(panel, figure, format)}>
        <path className="zero" d={`M0 ${y(0)}H100`} />
        {real !== null && <path className="real" d={`M0 ${y(real)}H100`} />}
        {breakEven !== null && <path className="zero" d={`M${x(breakEven)} 0V100`} />}
        {breakEven !== null && typeof last?.value === "number" && last.amount < breakEven && (
          <path className="rest" d={`M${x(last.amount)} ${y(last.value)}L${x(breakEven)} ${y(0)}`} />
        )}
        {(["worst", "value"] as const).map((line) => (
          <g key={line} className={line}>
            <path d={lineOf(points, line, x, y)} />
            {points.map((point) => {
              const value = point[line];
              return value === null ? null : (
                <path key={point.amount} className="dot" d={`M${x(point.amount)} ${y(value)}h0`}>
                  <title>{`${nameOf(change, point.amount)}: ${format(value)}`}</title>
                </path>
              );
            })}
          </g>
        ))}
      </svg>
      <div className="amounts soft" aria-hidden="true">
        {apart(amounts, LEAST_APART.across).map(({ text, place, isLong }) => (
          <span key={place} className={isLong ? "long" : ""} style={{ left: `${place * 100}%` }}>
            {text}
          </span>
        ))}
      </div>
    </figure>
  );
}

/** A line through the points that have a value, broken where there is none. */
function lineOf(
  points: readonly PanelPoint[],
  line: "value" | "worst",
  x: (amount: number) => number,
  y: (value: number) => number,
): string {
  return points
    .map(({ amount, [line]: value }, at) => {
      if (value === null) return "";
      const follows = at > 0 && points[at - 1]?.[line] !== null;
      return `${follows ? "L" : "M"}${x(amount)} ${y(value)}`;
    })
    .join("");
}

function nameOf(change: Panel["change"], amount: number): string {
  return amount === 0 ? "as it was" : changeText({ change, amount });
}

function said({ change, points, breakEven }: Panel, figure: string, format: (value: number | null) => string): string {
  const each = points.map(({ amount, value, worst }) => {
    const low = amount === 0 || worst === null ? "" : `, one draw in twenty is worse than ${format(worst)}`;
    return `${nameOf(change, amount)} ${format(value)}${low}`;
  });
  const gone = breakEven === null ? "" : `; nothing is earned at ${breakEven.toFixed(1)} bps`;
  return `${figure}: ${each.join("; ")}${gone}`;
}
