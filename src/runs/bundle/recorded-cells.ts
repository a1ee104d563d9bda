import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { messageOf } from "../../core/errors/app-error.ts";
import { invalidBundle } from "./bundle-manifest.ts";

/** A cell as the bundle says it came out. */
export interface RecordedCell {
  readonly cell: number;
  readonly hasFailed: boolean;
  /** As they are written. */
  readonly params: ReadonlyMap<string, string>;
  /** By id; null where undefined. */
  readonly metrics: ReadonlyMap<string, number | null>;
}

const LONGEST_ROW = 1024 * 1024;

/**
 * The cells of a bundle's CSV file, one after the other.
 *
 * @param params how many parameters a cell has: the columns after its number, whose names may be those of metrics
 * @throws AppError BUNDLE_INVALID for what is no such file
 */
export async function* recordedCells(file: string, params: number): AsyncGenerator<RecordedCell> {
  const rows = createReadStream(file).pipe(parse({ max_record_size: LONGEST_ROW }));
  let names: readonly string[] | null = null;
  try {
    for await (const row of rows) {
      const values = row as readonly string[];
      if (names === null) names = values;
      else yield cellOf(names, values, params + 1);
    }
  } catch (error) {
    throw invalidBundle(`its cells cannot be read: ${messageOf(error)}`, error);
  }
}

/** Between the state and the error, which comes last, are the metrics. */
function cellOf(names: readonly string[], values: readonly string[], state: number): RecordedCell {
  const cell = Number(values[0]);
  if (!Number.isSafeInteger(cell) || cell < 0 || names[state] !== "state") throw new RangeError("these are no cells");
  const metrics = names.slice(state + 1, -1).map((name, index): readonly [string, number | null] => {
    const text = values[state + 1 + index] ?? "";
    return [name, text === "" ? null : Number(text)];
  });
  const params = names.slice(1, state).map((name, index) => [name, values[index + 1] ?? ""] as const);
  return { cell, hasFailed: values[state] === "failed", params: new Map(params), metrics: new Map(metrics) };
}
