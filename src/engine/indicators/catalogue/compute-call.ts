import { firstKnown } from "../first-known.ts";
import type { IndicatorEntry, IndicatorOutput } from "./indicator-entry.ts";
import type { IndicatorCall, PriceColumns } from "./read-call.ts";

/**
 * The columns of a call, one value per bar. Where columns begin with NaN, the indicator begins with their first known values. Of
 * bars, those without one of the needed prices (days on which only other symbols of a panel trade) are left out and
 * have no value: the indicator goes on with the next one.
 */
export function computeCall(entry: IndicatorEntry, { columns, values, length }: IndicatorCall): IndicatorOutput {
  const [first] = columns;
  if (entry.takes[0] === "bars") return overKnownBars(entry, first as PriceColumns, values, length);
  if (entry.group === "events") return asked(entry, columns, values);
  const sources = columns as readonly Float64Array[];
  const start = Math.max(...sources.map(firstKnown));
  if (start === 0) return asked(entry, sources, values);
  const known = sources.map((source) => source.subarray(start));
  return mapColumns(asked(entry, known, values), (column) => {
    const whole = new Float64Array(length).fill(Number.NaN);
    whole.set(column, start);
    return whole;
  });
}

function overKnownBars(
  entry: IndicatorEntry,
  prices: PriceColumns,
  values: readonly number[],
  length: number,
): IndicatorOutput {
  const columns = Object.values(prices);
  const known: number[] = [];
  for (let bar = 0; bar < length; bar++) {
    if (!columns.some((column) => Number.isNaN(column[bar]))) known.push(bar);
  }
  if (known.length === length) return asked(entry, [prices], values);
  const dense = Object.fromEntries(
    Object.entries(prices).map(([name, column]) => [
      name,
      Float64Array.from(known, (bar) => column[bar] ?? Number.NaN),
    ]),
  );
  return mapColumns(asked(entry, [dense], values), (column) => {
    const whole = new Float64Array(length).fill(Number.NaN);
    for (const [place, bar] of known.entries()) whole[bar] = column[place] ?? Number.NaN;
    return whole;
  });
}

/** The entry's own function knows what it takes; `readCall` has checked that this is what was given. */
function asked(entry: IndicatorEntry, sources: readonly unknown[], values: readonly number[]): IndicatorOutput {
  return entry.compute(...([...sources, ...values] as never[])) as IndicatorOutput;
}

function mapColumns(output: IndicatorOutput, change: (column: Float64Array) => Float64Array): IndicatorOutput {
  if (output instanceof Uint8Array) return output;
  if (output instanceof Float64Array) return change(output);
  return Object.fromEntries(Object.entries(output).map(([name, column]) => [name, change(column)]));
}
