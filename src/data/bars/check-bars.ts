import { Findings } from "../csv/findings.ts";
import type { PriceTable } from "../csv/price-table.ts";

const PRICES = ["open", "high", "low", "close"] as const;
const ABOVE_ZERO = [...PRICES, "adjclose"] as const;

/** Prices that were scaled or rounded may miss each other by this, relative. */
const TOLERANCE = 1e-9;

/**
 * Everything that would make a backtest wrong: rows out of order or twice, prices that
 * are not above zero, a high that is not the highest, a low that is not the lowest.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID naming file, line and values
 */
export function checkTable(table: PriceTable, file: string): void {
  const findings = new Findings(file);
  if (table.rows === 0) findings.add(1, "there are no rows after the header", "Is this the right file?");
  for (let row = 0; row < table.rows; row++) {
    const line = table.lines[row] ?? 0;
    checkOrder(table, row, findings);
    for (const field of ABOVE_ZERO) {
      const price = table[field]?.[row] ?? 1;
      if (!(price > 0)) findings.add(line, `${field} is ${price}; prices are above zero`);
    }
    const volume = table.volume[row] ?? 0;
    if (volume < 0) findings.add(line, `volume is ${volume}`);
    checkRange(table, row, findings);
  }
  findings.throwIfAny();
}

function checkOrder(table: PriceTable, row: number, findings: Findings): void {
  const time = table.time[row] ?? 0;
  const previous = table.time[row - 1] ?? Number.NEGATIVE_INFINITY;
  if (time > previous) return;
  const line = table.lines[row] ?? 0;
  const before = table.lines[row - 1] ?? 0;
  if (time === previous) {
    findings.add(line, `${formatTime(time)} is there already, on line ${before}`, "Keep one row per bar.");
  } else {
    const problem = `${formatTime(time)} comes after ${formatTime(previous)} of line ${before}`;
    findings.add(line, problem, "Sort the file, oldest row first.");
  }
}

function checkRange(table: PriceTable, row: number, findings: Findings): void {
  const [open = 0, high = 0, low = 0, close = 0] = PRICES.map((field) => table[field][row] ?? 0);
  const line = table.lines[row] ?? 0;
  const slack = Math.abs(high) * TOLERANCE;
  for (const [name, price] of [
    ["open", open],
    ["close", close],
    ["low", low],
  ] as const) {
    if (high < price - slack) findings.add(line, `high ${high} is below ${name} ${price}`);
  }
  for (const [name, price] of [
    ["open", open],
    ["close", close],
  ] as const) {
    if (low > price + slack) findings.add(line, `low ${low} is above ${name} ${price}`);
  }
}

/** `2020-04-17` for midnight UTC, else with the time of day. */
export function formatTime(time: number): string {
  const text = new Date(time).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.replace(".000Z", "Z");
}
