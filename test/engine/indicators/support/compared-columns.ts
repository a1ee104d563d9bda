import type { IndicatorFacts } from "../../../../src/engine/indicators/catalogue/indicator-entry.ts";
import { columnsOf } from "./called.ts";
import { golden, goldenSeries } from "./golden-series.ts";

export interface ComparedColumn {
  /** `macd 12 26 9 signal` */
  readonly column: string;
  readonly ours: ArrayLike<number>;
  readonly theirs: readonly (number | null)[];
}

/** All columns of an indicator that a library has computed of a series, beside ours. */
export function comparedColumns(facts: IndicatorFacts, series: string): readonly ComparedColumn[] {
  const inputs = goldenSeries(series);
  const expected = Object.entries(golden.columns[series] ?? {}).filter(
    ([column]) => column.split(" ")[0] === facts.name,
  );
  return expected.map(([column, theirs]) => {
    const words = column.split(" ").slice(1);
    const part = facts.gives.length > 0 ? (words.pop() ?? "") : "";
    const values = words.map((word) => (Number.isNaN(Number(word)) ? word : Number(word)));
    const ours = columnsOf(facts, inputs, values).find(([own]) => own === part)?.[1] ?? [];
    return { column, ours, theirs };
  });
}

/** The largest difference of two columns ÷ the largest value of theirs; bars that either does not know are left out. */
export function furthestApart(ours: ArrayLike<number>, theirs: readonly (number | null)[]): number {
  const scale = Math.max(...theirs.map((value) => Math.abs(value ?? 0)));
  const apart = theirs.map((value, bar) => (value === null ? 0 : Math.abs((ours[bar] ?? Number.NaN) - value)));
  const most = Math.max(...apart.filter((each) => !Number.isNaN(each)));
  return most === 0 ? 0 : most / scale;
}
