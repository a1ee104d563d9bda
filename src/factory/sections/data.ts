import type { DataSpec } from "../dag-spec.ts";
import { suggestion } from "../diagnostics/problem.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { resolveBeside } from "./file-reference.ts";
import { reportAt, reportMissing, type Section } from "./section.ts";

/** Checks that the dataset or the files exist; their content is checked when they are read. */
export async function readData(section: Section, written: BacktestBlock["data"]): Promise<DataSpec | null> {
  if (written === undefined || (written.dataset === undefined && written.csv === undefined)) {
    reportMissing(section, "data", {
      message: "A backtest needs data: a dataset or a csv.",
      hint: "For example data: { dataset: sp500 }.",
    });
    return null;
  }
  const { dataset = null, symbols, timeframe, columns, adjusted } = written;
  if (dataset !== null && !section.deps.datasets.includes(dataset)) {
    const hint = suggestion(dataset, section.deps.datasets);
    reportAt(section, ["data", "dataset"], {
      code: "DATASET_NOT_FOUND",
      message: `There is no dataset "${dataset}".`,
      hint,
    });
  }
  const csv = written.csv === undefined ? null : await readCsv(section, written.csv, symbols);
  return { dataset, csv, symbols, timeframe, columns, adjusted };
}

async function readCsv(section: Section, written: string, symbols: readonly string[]): Promise<string> {
  const steps = ["data", "csv"];
  const csv = resolveBeside(section, steps, written);
  const isPattern = csv.includes("{symbol}");
  if (isPattern && symbols.length === 0) {
    const hint = "List the symbols beside it.";
    reportAt(section, steps, {
      code: "DAG_KEY_MISSING",
      message: "{symbol} stands for nothing: there are no symbols.",
      hint,
    });
  }
  const files = isPattern ? symbols.map((symbol) => csv.replaceAll("{symbol}", symbol)) : [csv];
  for (const file of files) {
    if (await section.deps.exists(file)) continue;
    const hint = /[*?]/.test(written)
      ? 'Write {symbol} where the names differ, and list the symbols: csv: "./prices/{symbol}.csv".'
      : "Paths count from the file in which they are written.";
    reportAt(section, steps, { code: "FILE_NOT_FOUND", message: `There is no file ${file}.`, hint });
  }
  return csv;
}
