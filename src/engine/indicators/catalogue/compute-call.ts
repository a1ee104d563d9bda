import { knownSpells } from "../known-spells.ts";
import type { IndicatorEntry, IndicatorOutput } from "./indicator-entry.ts";
import type { IndicatorCall, PriceColumns } from "./read-call.ts";

/**
 * The columns of a call, one value per bar. Where columns are NaN, the indicator is, and begins anew with their next known values. Of
 * bars, those without one of the needed prices (days on which only other symbols of a panel trade) are left out and
 * have no value: the indicator goes on with the next one.
 */
export function computeCall(entry: IndicatorEntry, { columns, values, length }: IndicatorCall): IndicatorOutput {
  const [first] = columns;
  if (entry.takes[0] === "bars") return overKnownBars(entry, first as PriceColumns, values, length);
  if (entry.group === "events") return asked(entry, columns, values);
  const sources = columns as readonly Float64Array[];
  const spells = knownSpells(sources);
  const [whole = [0, 0]] = spells;
  if (spells.length === 0 || whole[1] - whole[0] === length) return asked(entry, sources, values);
  const parts = spells.map(([from, to]) => {
    const known = sources.map((source) => source.subarray(from, to));
    return { from, output: asked(entry, known, values) };
  });
  return joined(parts, length);
}

interface SpellOutput {
  readonly from: number;
  readonly output: IndicatorOutput;
}

/** One output from those of all spells, NaN between them. */
function joined(parts: readonly SpellOutput[], length: number): IndicatorOutput {
  const whole = new Map<string, Float64Array>();
  const put = (name: string, from: number, column: Float64Array): Float64Array => {
    const columns = whole.get(name) ?? new Float64Array(length).fill(Number.NaN);
    whole.set(name, columns);
    columns.set(column, from);
    return columns;
  };
  const outputs = parts.map(({ from, output }) => {
    if (output instanceof Uint8Array) return output;
    if (output instanceof Float64Array) return put("", from, output);
    return Object.fromEntries(Object.entries(output).map(([name, column]) => [name, put(name, from, column)]));
  });
  return outputs[0] ?? new Float64Array(length).fill(Number.NaN);
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
