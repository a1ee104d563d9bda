import { UNDEFINED_REASONS } from "../../../core/metrics/undefined-reason.ts";
import type { CellRefusals, SweepBlockSums } from "../../../engine/backtest.ts";
import type { CellColumn, CellColumns, CellFailure, CellRange, CellUsage } from "../../executor.ts";
import type { JobFailure } from "./why-failed.ts";

/** What a child has come to, for the cells of these numbers. */
export type ChildOutcome = { readonly numbers: readonly number[] } & (
  | { readonly columns: CellColumns }
  | { readonly failure: JobFailure }
);

const NOT_COMPUTED = 1 + UNDEFINED_REASONS.indexOf("not_computed");

/** The columns of a range from those of its children. @param otherwise why a cell has no result that no child tells of */
export function mergeChildren(
  { numbers }: Pick<CellRange, "numbers">,
  outcomes: readonly ChildOutcome[],
  otherwise: JobFailure,
): CellColumns {
  const indexOf = new Map(numbers.map((number, index) => [number, index]));
  const metrics = new Map<string, { values: Float64Array; reasons: Uint8Array }>();
  const refusals: CellRefusals[] = [];
  const failures: CellFailure[] = [];
  const usage: CellUsage[] = [];
  const told = new Set<number>();
  let sums: SweepBlockSums | null = null;
  for (const outcome of outcomes) {
    const places = outcome.numbers.map((number) => indexOf.get(number) ?? -1);
    const placed = (at: number): number => places[at] ?? -1;
    for (const index of places) told.add(index);
    if (!("columns" in outcome)) {
      failures.push(...places.map((index) => ({ index, ...outcome.failure })));
      continue;
    }
    const { columns } = outcome;
    for (const [name, column] of columns.metrics) place(columnOf(name), column, places);
    refusals.push(...columns.refusals.map((refusal) => ({ ...refusal, index: placed(refusal.index) })));
    failures.push(...columns.failures.map((failure) => ({ ...failure, index: placed(failure.index) })));
    usage.push(...(columns.usage ?? []).map((used) => ({ ...used, index: placed(used.index) })));
    sums = placeSums(sums, columns.blockSums, places);
  }
  for (const index of numbers.keys()) if (!told.has(index)) failures.push({ index, ...otherwise });
  return {
    metrics,
    refusals: refusals.filter(({ index }) => index >= 0),
    failures: failures.filter(({ index }) => index >= 0),
    ...(usage.length > 0 && { usage: usage.filter(({ index }) => index >= 0) }),
    ...(sums !== null && { blockSums: sums }),
  };

  function columnOf(name: string): CellColumn {
    const known = metrics.get(name);
    if (known !== undefined) return known;
    const column = {
      values: new Float64Array(numbers.length).fill(Number.NaN),
      reasons: new Uint8Array(numbers.length).fill(NOT_COMPUTED),
    };
    metrics.set(name, column);
    return column;
  }

  function placeSums(
    all: SweepBlockSums | null,
    own: SweepBlockSums | undefined,
    places: readonly number[],
  ): SweepBlockSums | null {
    if (own === undefined) return all;
    const { blocks } = own;
    const empty = () => new Float64Array(numbers.length * blocks);
    const sums = all ?? { cells: numbers.length, blocks, sum: empty(), sumOfSquares: empty() };
    for (const [at, index] of places.entries()) {
      if (index < 0) continue;
      sums.sum.set(own.sum.subarray(at * blocks, (at + 1) * blocks), index * blocks);
      sums.sumOfSquares.set(own.sumOfSquares.subarray(at * blocks, (at + 1) * blocks), index * blocks);
    }
    return sums;
  }
}

function place(to: CellColumn, from: CellColumn, places: readonly number[]): void {
  for (const [at, index] of places.entries()) {
    if (index < 0) continue;
    to.values[index] = from.values[at] ?? Number.NaN;
    to.reasons[index] = from.reasons[at] ?? NOT_COMPUTED;
  }
}
