import { areCostsKnown } from "./costs-known.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { holdingFlows } from "../../engine/metrics/series/holding-flows.ts";
import { formatMoney } from "../format/format-number.ts";
import { linearAxis, moneyTick } from "../svg/axis.ts";
import { type Figure, missingFigure } from "./figure.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";

const TITLE = "From gross to net";
/** A rest below this part of the profit is rounding, not a cost. */
const ROUNDING = 1e-9;

interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly mark: "gross" | "loss" | "net";
}

/** What the costs took: gross profit, commissions, borrow costs, slippage and spread, net profit, in account currency. */
export function costWaterfall(result: BacktestResult, initialCapital: number): Figure {
  if (!areCostsKnown(result)) return missingFigure(TITLE, "What trading costs is not told.");
  const steps = costSteps(result, initialCapital);
  if (steps === null) return missingFigure(TITLE, "Without a trade there are no costs.");
  const ends = [0, ...steps.flatMap(({ from, to }) => [from, to])];
  const { height, ticks } = linearAxis(Math.min(...ends), Math.max(...ends) * 1.08, moneyTick);
  return {
    title: TITLE,
    note: "profit in account currency",
    svg: renderPlot({
      label: steps.map(({ label, from, to }) => `${label} ${formatMoney(to - from)}`).join(", "),
      size: "medium",
      xTicks: steps.map(({ label }, index) => ({ at: (index + 0.5) / steps.length, label, minor: false })),
      layers: [
        {
          name: "",
          ticks,
          shapes: [],
          marks: steps.map((step, index) => drawStep({ ...step, index, count: steps.length }, height)),
        },
      ],
    }),
    missing: "",
    legend: [],
    switchable: false,
  };
}

function costSteps(result: BacktestResult, initialCapital: number): readonly Step[] | null {
  const { equity, grossEquity, metrics, cashFlows } = result;
  const gross = (grossEquity.at(-1) ?? Number.NaN) - initialCapital;
  const net = (equity.at(-1) ?? Number.NaN) - initialCapital;
  if (!Number.isFinite(gross) || !Number.isFinite(net) || metrics.total_trades === 0) return null;
  const charges = metrics.total_fees ?? 0;
  const borrowCost = holdingFlows(cashFlows).borrow_cost.value ?? 0;
  const afterCommissions = gross - (charges - borrowCost);
  const afterCharges = gross - charges;
  const rest = afterCharges - net;
  const hasRest = Math.abs(rest) > ROUNDING * Math.max(1, Math.abs(gross), Math.abs(net));
  return [
    { label: "Gross", from: 0, to: gross, mark: "gross" },
    { label: "Commissions", from: gross, to: afterCommissions, mark: "loss" },
    ...(borrowCost > 0
      ? [{ label: "Borrowing", from: afterCommissions, to: afterCharges, mark: "loss" } as const]
      : []),
    ...(hasRest ? [{ label: "Slippage", from: afterCharges, to: net, mark: "loss" } as const] : []),
    { label: "Net", from: 0, to: net, mark: "net" },
  ];
}

interface PlacedStep extends Step {
  readonly index: number;
  readonly count: number;
}

function drawStep({ from, to, mark, index, count }: PlacedStep, height: (value: number) => number): Markup {
  const slot = 100 / count;
  const [start, end] = [height(from), height(to)];
  const top = (1 - Math.max(start, end)) * 100;
  const middle = (index + 0.5) * slot;
  return markup`<rect class="bar ${mark}" x="${middle - slot * 0.3}%" width="${slot * 0.6}%" y="${top}%" height="${Math.max(0.4, Math.abs(end - start) * 100)}%"/><text class="value" x="${middle}%" y="${top}%" dy="-.45em">${formatMoney(to - from)}</text>`;
}
