import { formatTime } from "../bars/format-time.ts";
import { RANGE_TOLERANCE } from "../bars/clamp-range.ts";
import { amountProblem, priceProblem } from "../bars/price-range.ts";
import { TableProblems } from "./table-problems.ts";
import type { PriceTable } from "./price-table.ts";

/**
 * Everything that would make a backtest wrong: rows out of order or twice, prices that
 * are not above zero or out of all bounds, a high that is not the highest, a low that is not the lowest,
 * a dividend below zero.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID naming file, line and values
 */
export function checkTable(table: PriceTable, file: string): void {
  const problems = new TableProblems(file);
  if (table.rows === 0) problems.add(1, "there are no rows after the header", "Is this the right file?");
  const isNewestFirst = table.rows > 1 && isDescending(table);
  if (isNewestFirst)
    problems.add(table.lines[0] ?? 0, "the newest row comes first", "Sort the file, oldest row first.");
  for (let row = 0; row < table.rows; row++) {
    if (!isNewestFirst) checkOrder(table, row, problems);
    checkPrices(table, row, problems);
  }
  problems.throwIfAny();
}

/** One remark instead of one per row. */
function isDescending({ time, rows }: PriceTable): boolean {
  for (let row = 1; row < rows; row++) if (!((time[row] ?? 0) < (time[row - 1] ?? 0))) return false;
  return true;
}

function checkOrder(table: PriceTable, row: number, problems: TableProblems): void {
  const time = table.time[row] ?? 0;
  const previous = table.time[row - 1] ?? Number.NEGATIVE_INFINITY;
  if (time > previous) return;
  const line = table.lines[row] ?? 0;
  const before = table.lines[row - 1] ?? 0;
  if (time === previous) {
    problems.add(line, `${formatTime(time)} is there already, on line ${before}`, "Keep one row per bar.");
  } else {
    const problem = `${formatTime(time)} comes after ${formatTime(previous)} of line ${before}`;
    problems.add(line, problem, "Sort the file, oldest row first.");
  }
}

/** Without arrays or texts unless something is wrong: it runs once per row. */
function checkPrices(table: PriceTable, row: number, problems: TableProblems): void {
  const line = table.lines[row] ?? 0;
  const open = table.open[row] ?? 0;
  const high = table.high[row] ?? 0;
  const low = table.low[row] ?? 0;
  const close = table.close[row] ?? 0;
  const volume = table.volume[row] ?? 0;
  const adjusted = table.adjclose?.[row] ?? 1;
  const dividend = table.dividend?.[row] ?? 0;
  // Where the close stands for all four, it is named once.
  if (open !== close || high !== close || low !== close) {
    addProblem(problems, line, priceProblem("open", open));
    addProblem(problems, line, priceProblem("high", high));
    addProblem(problems, line, priceProblem("low", low));
  }
  addProblem(problems, line, priceProblem("close", close));
  addProblem(problems, line, priceProblem("adjclose", adjusted));
  addProblem(problems, line, amountProblem("volume", volume));
  addProblem(problems, line, amountProblem("dividend", dividend));
  addProblem(problems, line, amountProblem("split", table.split?.[row] ?? 0));
  const top = high + Math.abs(high) * RANGE_TOLERANCE;
  const bottom = low - Math.abs(low) * RANGE_TOLERANCE;
  if (open > top) problems.add(line, `high ${high} is below open ${open}`);
  if (close > top) problems.add(line, `high ${high} is below close ${close}`);
  if (low > top) problems.add(line, `high ${high} is below low ${low}`);
  if (open < bottom) problems.add(line, `low ${low} is above open ${open}`);
  if (close < bottom) problems.add(line, `low ${low} is above close ${close}`);
}

function addProblem(problems: TableProblems, line: number, problem: string | null): void {
  if (problem !== null) problems.add(line, problem);
}
