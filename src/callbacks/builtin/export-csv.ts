import { cellsToCsv } from "../cells-to-csv.ts";
import { defineCallback } from "../define-callback.ts";
import { fileOption } from "../file-option.ts";

/** Every cell, streamed: one file per backtest. */
export const exportCsv = defineCallback({
  description: "Writes every cell with its parameters, state and metrics as CSV",
  options: { file: fileOption("results.csv") },
  async run({ dag, results, artifacts, options, log }) {
    for (const { name } of dag.backtests) {
      const file = dag.backtests.length === 1 ? options.file : withSuffix(options.file, name);
      const path = await artifacts.write(file, cellsToCsv(results.all(name)));
      log.info(`${name}: every cell is in ${path}`);
    }
  },
});

/** `results.csv` of the backtest `fast` becomes `results-fast.csv`. */
function withSuffix(file: string, backtest: string): string {
  const dot = file.lastIndexOf(".");
  return dot <= 0 ? `${file}-${backtest}` : `${file.slice(0, dot)}-${backtest}${file.slice(dot)}`;
}
