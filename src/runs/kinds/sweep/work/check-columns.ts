import { AppError } from "../../../../core/errors/app-error.ts";
import { METRIC_NAME } from "../../../../core/metrics/reported-metric.ts";
import { UNDEFINED_REASONS } from "../../../../core/metrics/undefined-reason.ts";
import type { CellColumn, CellColumns } from "../../../../executors/executor.ts";

const NOT_COMPUTED = 1 + UNDEFINED_REASONS.indexOf("not_computed");

/** Of how many of the cells an executor has answered, from the first on. @throws AppError EXECUTOR_FAILED when that cannot be */
export function computedCells({ computed }: CellColumns, cells: number): number {
  if (computed === undefined) return cells;
  if (Number.isInteger(computed) && computed >= 0 && computed <= cells) return computed;
  throw wrong(`it has computed ${computed} of ${cells} cells`);
}

/**
 * What an executor answered, as far as it can be stored: as many values as cells, and no number that is none (I10). Infinite
 * values, and undefined ones without a reason, become undefined because they were not computed.
 *
 * @throws AppError EXECUTOR_FAILED saying what is wrong with it
 */
export function checkColumns(columns: CellColumns, cells: number): CellColumns {
  const { metrics, refusals, failures, blockSums } = columns;
  const isCell = (index: number): boolean => Number.isInteger(index) && index >= 0 && index < cells;
  const stray = [...refusals, ...failures].find(({ index }) => !isCell(index));
  if (stray !== undefined) throw wrong(`it told of cell ${stray.index} of ${cells}`);
  if (blockSums !== undefined && blockSums.sum.length !== cells * blockSums.blocks) {
    throw wrong(`it gave ${blockSums.sum.length} sums of returns for ${cells} cells`);
  }
  return { ...columns, metrics: new Map([...metrics].map(([name, column]) => [name, checked(name, column, cells)])) };
}

function checked(name: string, column: CellColumn, cells: number): CellColumn {
  const { values, reasons } = column;
  if (!METRIC_NAME.test(name)) {
    throw wrong(`"${name}" is no name of a metric: up to 63 small letters, digits and _, a letter first`);
  }
  if (values.length !== cells || reasons.length !== cells) {
    throw wrong(`it gave ${values.length} values and ${reasons.length} reasons of ${name} for ${cells} cells`);
  }
  return isSound(column) ? column : sound(column);
}

function isSound({ values, reasons }: CellColumn): boolean {
  for (let cell = 0; cell < values.length; cell++) {
    if (reasonOf(values[cell] ?? Number.NaN, reasons[cell] ?? 0) !== reasons[cell]) return false;
    if (!Number.isFinite(values[cell]) && !Number.isNaN(values[cell])) return false;
  }
  return true;
}

function sound({ values, reasons }: CellColumn): CellColumn {
  return {
    values: values.map((value) => (Number.isFinite(value) ? value : Number.NaN)),
    reasons: reasons.map((reason, cell) => reasonOf(values[cell] ?? Number.NaN, reason)),
  };
}

function reasonOf(value: number, reason: number): number {
  if (Number.isFinite(value)) return 0;
  return reason > 0 && reason <= UNDEFINED_REASONS.length ? reason : NOT_COMPUTED;
}

function wrong(what: string): AppError {
  return new AppError("EXECUTOR_FAILED", `The executor's answer cannot be used: ${what}`, {
    hint: "This is a fault of the executor: please report it.",
  });
}
