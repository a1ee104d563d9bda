import type { Sensitivity } from "../../../api/shapes.ts";

type Change = Sensitivity["rows"][number]["change"];

/** One figure of the best cell under one amount of worse execution. */
export interface PanelPoint {
  /** Bars later, bps more a side, or the share of fills that do not come; 0 is the execution as it was. */
  readonly amount: number;
  /** Null where the figure is undefined; of drawn executions the median. */
  readonly value: number | null;
  /** What one draw in twenty does not reach; null where nothing is drawn, or the figure is undefined. */
  readonly worst: number | null;
}

/** How one figure answers to one kind of worse execution. */
export interface Panel {
  readonly change: Change;
  /** Mildest first, from the execution as it was on; at least two. */
  readonly points: readonly PanelPoint[];
  /** The largest amount that the panel has room for. */
  readonly to: number;
  /** Of the return over dearer fills: the bps at which nothing is earned. Null elsewhere, and where that is far beyond what was tried. */
  readonly breakEven: number | null;
}

/** Beyond so many times the dearest fill that was tried, what was tried would be a dot at the edge. */
const FARTHEST = 6;

/** A panel for each kind of which something was traded; kinds that were refused throughout have none. */
export function panelsOf({ rows, real, statistics }: Sensitivity, metric: string): readonly Panel[] {
  const asItWas = real[metric] ?? null;
  const traded = rows.filter(({ refused }) => refused === null);
  return [...Map.groupBy(traded, ({ change }) => change)].map(([change, own]) => {
    const isDrawn = own.some(({ worst }) => worst !== null);
    const dearest = own.at(-1)?.amount ?? 0;
    const gone = change === "slippage" && metric === "total_return" ? statistics.break_even_bps : null;
    const breakEven = gone !== null && gone > 0 && gone <= FARTHEST * dearest ? gone : null;
    return {
      change,
      points: [
        { amount: 0, value: asItWas, worst: isDrawn ? asItWas : null },
        ...own.map(({ amount, figures, worst }) => ({
          amount,
          value: figures[metric] ?? null,
          worst: worst?.[metric] ?? null,
        })),
      ],
      to: Math.max(dearest, breakEven ?? 0),
      breakEven,
    };
  });
}

/** Lowest and highest of all panels, so that they can be compared; 0 is always among them. */
export function rangeOf(panels: readonly Panel[]): readonly [low: number, high: number] {
  const values = panels.flatMap(({ points }) => points.flatMap(({ value, worst }) => [value ?? 0, worst ?? 0]));
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

/** Marks with room for their words: each is at least so far from those before it. @param places 0…1, the most important first */
export function apart<Mark extends { readonly place: number }>(marks: readonly Mark[], least: number): readonly Mark[] {
  const kept: Mark[] = [];
  for (const mark of marks) if (kept.every(({ place }) => Math.abs(place - mark.place) >= least)) kept.push(mark);
  return kept;
}
