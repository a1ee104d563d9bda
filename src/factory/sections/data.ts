import { suggestName } from "../../core/text/suggest-name.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { barSpan } from "../../core/time/bar-span.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { isTimezone } from "../../core/time/trading-session.ts";
import { readingOf } from "../../core/spec/data-reading.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { fileFinding } from "../diagnostics/file-finding.ts";
import type { DataFile } from "../factory-deps.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { readActions } from "./actions.ts";
import { readBeside } from "./beside.ts";
import { resolveBeside } from "./file-reference.ts";
import { reportAt, reportMissing, type Section } from "./section.ts";
import { readSource } from "./source.ts";
import { checkUsedFile } from "./used-file.ts";

export interface ReadData {
  readonly spec: DataSpec;
  /** Symbols that a run reads unless it picks some of them; null when that was reported to be unclear. */
  readonly symbols: readonly string[] | null;
}

/** Checks that the dataset or the files exist, and have what is asked of them; their content is checked when they are read. */
export async function readData(section: Section, written: BacktestBlock["data"]): Promise<ReadData | null> {
  if (written?.dataset === undefined && written?.csv === undefined && written?.source === undefined) {
    reportMissing(section, ["data"], {
      message: "A backtest needs data: a dataset, a csv or a source.",
      hint: "For example data: { dataset: sp500 }.",
    });
    return null;
  }
  if (written.source !== undefined) {
    const session = readSession(section, written);
    const { extra: _, ...beside } = await readBeside(section, written);
    return readSource(
      section,
      { ...written, source: written.source },
      {
        ...session,
        ...(await readActions(section, written)),
        ...readCalendar(section, written),
        ...(written.version !== undefined && { known: { version: written.version } }),
        ...beside,
      },
    );
  }
  const { dataset = null, symbols, timeframe, adjusted } = written;
  const csv = written.csv === undefined ? null : resolveBeside(section, ["data", "csv"], written.csv);
  const beside = await readBeside(section, written);
  const actions = await readActions(section, written);
  const spec: DataSpec = {
    dataset,
    csv,
    symbols,
    timeframe,
    ...readingOf(written),
    adjusted,
    ...readSession(section, written),
    ...(written.version !== undefined && { known: { version: written.version } }),
    ...readCalendar(section, written),
    ...beside,
    ...actions,
  };
  const files = isNamed(section, spec) ? await resolve(section, spec) : null;
  return { spec, symbols: files?.map(({ symbol }) => symbol) ?? null };
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

/** Sessions are days: there is none of a week. */
function readCalendar(
  section: Section,
  { calendar, timeframe }: NonNullable<BacktestBlock["data"]>,
): Pick<DataSpec, "calendar"> {
  if (calendar === undefined) return {};
  if ((barSpan(timeframe)?.ms ?? 0) <= DAY_MS) return { calendar };
  const message = `Bars of ${timeframe} are in no session: a calendar goes with bars of a day or less.`;
  const hint = "Leave it out, or take bars of 1d and make longer ones of them: bars.resample.";
  reportAt(section, ["data", "calendar"], { code: "DAG_VALUE_INVALID", message, hint });
  return {};
}

/** Whether it is clear which dataset or which files are meant. */
function isNamed(section: Section, { dataset, csv, symbols, universe }: DataSpec): boolean {
  if (dataset !== null && !section.deps.datasets.includes(dataset)) {
    const hint = suggestName(dataset, section.deps.datasets);
    const message = `There is no dataset "${dataset}".`;
    reportAt(section, ["data", "dataset"], { code: "DATASET_NOT_FOUND", message, hint });
    return false;
  }
  if (csv === null || !csv.includes("{symbol}") || symbols.length > 0 || universe !== undefined) return true;
  const message = "{symbol} stands for nothing: there are no symbols.";
  reportAt(section, ["data", "csv"], {
    code: "DAG_KEY_MISSING",
    message,
    hint: "List the symbols beside it, or name a universe.",
  });
  return false;
}

/** The files that every run would ask for; null when it would be refused them. */
async function resolve(section: Section, spec: DataSpec): Promise<readonly DataFile[] | null> {
  // Who is in is known when a run is planned: a file is checked without a database.
  if (spec.symbols.length === 0 && spec.universe !== undefined && typeof spec.universe !== "string") return null;
  try {
    const files = await section.deps.resolveData(spec);
    if (spec.csv === null) return files;
    for (const { file } of files) await checkUsedFile(section, ["data", "csv"], file);
    return files;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { key } = error.details;
    const steps = ["data", typeof key === "string" ? key : spec.csv === null ? "dataset" : "csv"];
    reportAt(section, steps, fileFinding(error));
    // Without what is at fault: the rest may have problems of its own.
    if (key === "columns") await resolve(section, { ...spec, columns: {} });
    if (key === "symbols" && spec.symbols.length > 0) await resolve(section, { ...spec, symbols: [] });
    return null;
  }
}
