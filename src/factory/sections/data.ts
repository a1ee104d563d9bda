import { isTimezone } from "../../core/time/trading-session.ts";
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
  return { dataset, csv, symbols, timeframe, columns, adjusted, ...readSession(section, written) };
}

/** A zone, an end of the day, or both. */
function readSession(
  section: Section,
  { timezone = "UTC", session_end = "24:00" }: NonNullable<BacktestBlock["data"]>,
): Pick<DataSpec, "session"> {
  if (!isTimezone(timezone)) {
    const message = `There is no time zone "${timezone}".`;
    const hint = "Write an IANA name such as America/New_York.";
    reportAt(section, ["data", "timezone"], { code: "DAG_VALUE_INVALID", message, hint });
    return {};
  }
  const [hours = 0, minutes = 0] = session_end.split(":").map(Number);
  // A day that ends at 00:00 ends at midnight, as one that ends at 24:00.
  const endMinutes = hours * 60 + minutes || 1440;
  return timezone === "UTC" && endMinutes === 1440 ? {} : { session: { timezone, endMinutes } };
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
    const hint = "Paths count from the file in which they are written.";
    reportAt(section, steps, { code: "FILE_NOT_FOUND", message: `There is no file ${file}.`, hint });
  }
  return csv;
}
