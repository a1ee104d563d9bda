import type { Bars } from "../../../engine/bars.ts";
import { timeReader } from "../../../data/files/date-format.ts";
import type { FileCheck } from "../../../data/files/check-file.ts";
import { readNumber } from "../../../data/files/read-number.ts";
import type { DataCheckJson } from "../../schemas/data/data-check-schema.ts";

const BARS_SHOWN = 5;

export function dataCheckJson(check: FileCheck, file: string): DataCheckJson {
  const { certainty, doubts, choices, headers, symbols, timeframe, repairs, found, problem, written } = check;
  const time = found?.bars.time;
  return {
    file,
    certainty,
    doubts,
    choices: choices.map(({ key, values, cell }) => ({
      key,
      cell,
      readings: values.map((value) => ({ value, means: meaningOf(key, value, cell) })),
    })),
    headers,
    symbols,
    timeframe,
    timezone: "UTC",
    bars: time?.length ?? null,
    from: time === undefined ? null : instantOf(time[0]),
    to: time === undefined ? null : instantOf(time.at(-1)),
    first_bars: found === null ? [] : firstBars(found.bars),
    repairs,
    warnings: found?.remarks ?? [],
    problem,
    data: { csv: file, ...(symbols.length > 0 && { symbols }), timeframe, ...written },
  };
}

function meaningOf(key: "date_format" | "decimal", value: string, cell: string): string {
  if (key === "date_format")
    return instantOf(timeReader(value, { isDaily: false })(cell)).replace("T00:00:00.000Z", "");
  return String(readNumber(cell, value === "," ? "," : "."));
}

function firstBars({ time, open, high, low, close, volume }: Bars): DataCheckJson["first_bars"] {
  return Array.from(time.subarray(0, BARS_SHOWN), (at, bar) => ({
    time: instantOf(at),
    open: open[bar] ?? 0,
    high: high[bar] ?? 0,
    low: low[bar] ?? 0,
    close: close[bar] ?? 0,
    volume: volume[bar] ?? 0,
  }));
}

function instantOf(time = 0): string {
  return new Date(time).toISOString();
}
