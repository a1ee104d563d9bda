import { formatTime } from "../bars/format-time.ts";
import { Findings } from "./findings.ts";
import type { PriceTable } from "./price-table.ts";

/** Prices that were scaled or rounded may miss each other by this, relative. */
const TOLERANCE = 1e-9;

/**
 * Everything that would make a backtest wrong: rows out of order or twice, prices that
 * are not above zero, a high that is not the highest, a low that is not the lowest,
 * a dividend below zero.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID naming file, line and values
 */
export function checkTable(table: PriceTable, file: string): void {
  const findings = new Findings(file);
  if (table.rows === 0) findings.add(1, "there are no rows after the header", "Is this the right file?");
  for (let row = 0; row < table.rows; row++) {
    checkOrder(table, row, findings);
    checkPrices(table, row, findings);
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

/** Without arrays or texts unless something is wrong: it runs once per row. */
function checkPrices(table: PriceTable, row: number, findings: Findings): void {
  const line = table.lines[row] ?? 0;
  const open = table.open[row] ?? 0;
  const high = table.high[row] ?? 0;
  const low = table.low[row] ?? 0;
  const close = table.close[row] ?? 0;
  const volume = table.volume[row] ?? 0;
  const adjusted = table.adjclose?.[row] ?? 1;
  const dividend = table.dividend?.[row] ?? 0;
  if (!(open > 0)) findings.add(line, notAboveZero("open", open));
  if (!(high > 0)) findings.add(line, notAboveZero("high", high));
  if (!(low > 0)) findings.add(line, notAboveZero("low", low));
  if (!(close > 0)) findings.add(line, notAboveZero("close", close));
  if (!(adjusted > 0)) findings.add(line, notAboveZero("adjclose", adjusted));
  if (!(volume >= 0)) findings.add(line, `volume is ${volume}; it cannot be below zero`);
  const split = table.split?.[row] ?? 0;
  if (!(split >= 0)) findings.add(line, `split is ${split}; it is new units per old one, such as 4 or 0.1`);
  if (!(dividend >= 0)) findings.add(line, `dividend is ${dividend}; it cannot be below zero`);
  const top = high + Math.abs(high) * TOLERANCE;
  const bottom = low - Math.abs(low) * TOLERANCE;
  if (open > top) findings.add(line, `high ${high} is below open ${open}`);
  if (close > top) findings.add(line, `high ${high} is below close ${close}`);
  if (low > top) findings.add(line, `high ${high} is below low ${low}`);
  if (open < bottom) findings.add(line, `low ${low} is above open ${open}`);
  if (close < bottom) findings.add(line, `low ${low} is above close ${close}`);
}

function notAboveZero(field: string, price: number): string {
  return `${field} is ${price}; prices are above zero`;
}
