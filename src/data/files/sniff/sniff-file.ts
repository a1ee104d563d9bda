import { type FileFormat, readingOf, type WrittenReading } from "../../../core/spec/data-reading.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { barLength } from "../../csv/bar-length.ts";
import { BAR_FIELDS, type ColumnPositions, findColumns, headersTold, plainHeader } from "../../csv/csv-columns.ts";
import { symbolHeader } from "../../csv/several-symbols.ts";
import { csvText } from "../../formats/csv-text.ts";
import { recogniseFormat } from "../../formats/file-format.ts";
import { MAX_DATA_BYTES } from "../../formats/read-data-file.ts";
import { unpack } from "../../formats/unpack.ts";
import { timeReader } from "../date-format.ts";
import { inUtf8, openRows } from "../open-rows.ts";
import { type Cell, isEmptyCell, type RowSource } from "../row-source.ts";
import { symbolsOfRows } from "../symbols-of-rows.ts";
import { dateCandidates, firstOddCell, periodOf } from "./date-candidates.ts";
import { decimalCandidates } from "./decimal-candidates.ts";
import { doubtsOfTimes } from "./doubts-of-times.ts";
import { encodingOf } from "./encoding-candidates.ts";
import { guessColumns, headlessNames } from "./guess-columns.ts";
import { textShape } from "./text-shape.ts";

/** A key that the file leaves open: each value is a reading of it. */
export interface OpenChoice {
  readonly key: "date_format" | "decimal";
  readonly values: readonly string[];
  /** A cell of the file that can be read in these ways. */
  readonly cell: string;
}

export interface Sniffed {
  readonly rows: RowSource;
  readonly written: WrittenReading;
  readonly timeframe: string;
  /** Those that the file names; empty when it is of one symbol. */
  readonly symbols: readonly string[];
  readonly choices: readonly OpenChoice[];
  /** Why it is not certain; empty when it is. */
  readonly doubts: readonly string[];
}

const PRICES = ["open", "high", "low", "close"] as const;
const FIELDS = BAR_FIELDS.filter((field) => field !== "time");
const CELLS_LOOKED_AT = 200_000;

/**
 * Proposes how to read a file. What it can be read in several ways is named with each of them, and not chosen.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when it is no table, or lacks a column; FILE_TOO_LARGE
 */
export async function sniffFile(content: Uint8Array, file: string): Promise<Sniffed> {
  const unpacked = unpack(content, { file, maxBytes: MAX_DATA_BYTES });
  const format = formatOf(unpacked);
  const encoding = format === "parquet" || format === "arrow" ? undefined : encodingOf(unpacked);
  const bytes = inUtf8(unpacked, file, encoding);
  const doubts: string[] = [];
  const shape = await shapeOf(bytes, file, doubts);
  const rows = await openRows(bytes, readingOf(shape).reading ?? {}, file);
  const { columns, symbols, ...holders } = namedColumns(rows, file);
  const inEncoding = encoding === undefined ? {} : { encoding };
  const written: WrittenReading = {
    ...shape,
    ...inEncoding,
    ...holders,
    ...(Object.keys(columns).length > 0 && { columns }),
  };
  const cells = lookAt(rows, written, { file, symbol: symbols[0] });
  if (cells.time.length === 0) throw noRows(rows, file);
  const dates = dateCandidates(cells.time);
  if (dates.length === 0) throw unknownDate(cells, file);
  const isEuropean = written.delimiter === ";" || dates.some((format) => format?.startsWith("D.M") === true);
  const decimals = decimalCandidates(cells.prices, isEuropean);
  const [date] = dates;
  const [decimal] = decimals;
  const timeframe = timeframeOf(cells.time, date);
  return {
    rows,
    written: {
      ...written,
      ...(dates.length === 1 && date !== undefined && { date_format: date }),
      ...(decimals.length === 1 && decimal !== undefined && { decimal }),
    },
    timeframe,
    symbols,
    choices: [
      ...choiceOf("date_format", dates, cells.time),
      ...choiceOf(
        "decimal",
        decimals,
        cells.prices.filter((cell) => /[.,]/.test(String(cell))),
      ),
    ],
    doubts: [...doubts, ...doubtsOfTimes(cells.time, date, timeframe), ...remarks(cells, date)],
  };
}

async function shapeOf(bytes: Uint8Array, file: string, doubts: string[]): Promise<WrittenReading> {
  const format = formatOf(bytes);
  if (format === "parquet" || format === "arrow") return { format };
  if (format !== "csv") {
    const { names, sample } = await openRows(bytes, { format }, file);
    if (!names.every((name, index) => name === String(index + 1))) return { format };
    return { format, header: namesFor(sample[0] ?? [], file, doubts) };
  }
  const shape = textShape(csvText(bytes, file));
  // Reading it says what is wrong.
  if (shape === null) return {};
  const { delimiter, skipLines, headless, header } = shape;
  const names = header ?? (headless === null ? null : namesFor(headless, file, doubts));
  return {
    ...(delimiter !== "," && { delimiter }),
    ...(skipLines > 0 && { skip_lines: skipLines }),
    ...(names !== null && { header: names }),
  };
}

function formatOf(bytes: Uint8Array): FileFormat {
  const name = recogniseFormat(bytes)?.name ?? "";
  if (name === "a Parquet file") return "parquet";
  if (name === "an Arrow or Feather file") return "arrow";
  if (name === "JSON, one record per line") return "jsonl";
  return name.startsWith("JSON") ? "json" : "csv";
}

function namesFor(row: readonly string[], file: string, doubts: string[]): readonly string[] {
  const names = headlessNames(row);
  if (names !== null) {
    doubts.push(`there is no header; the columns are taken for ${names.join(", ")}`);
    return names;
  }
  throw new AppError(
    "DATASET_INVALID",
    `${file}: there is no header, and ${row.length} columns are of no known export`,
    {
      hint: "Name them under data: header: [time, open, high, low, close, volume].",
    },
  );
}

type Holders = Pick<WrittenReading, "symbol_column"> & {
  readonly columns: NonNullable<WrittenReading["columns"]>;
  readonly symbols: readonly string[];
};

/** Which columns hold what, and of which symbols. */
function namedColumns(rows: RowSource, file: string): Holders {
  const columns = guessColumns(rows.names, rows.sample);
  const at = symbolHeader(rows.names);
  const symbols = at === null ? [] : symbolsOfRows(rows, at);
  const holder = at === null || symbols.length < 2 ? {} : { symbol_column: rows.names[at] ?? "" };
  const options = { file, needsAdjusted: false, isIntraday: true };
  try {
    findColumns(rows, { ...options, columns: readingOf({ columns }).columns });
    return { columns, symbols: symbols.length < 2 ? [] : symbols, ...holder };
  } catch (error) {
    const wide = wideColumns(rows);
    if (wide === null) throw error;
    return { columns: { ...columns, close: "{symbol}" }, symbols: wide };
  }
}

/** A table of a time and numbers whose headers are no fields of a bar has a symbol per column. */
function wideColumns({ names, sample }: RowSource): readonly string[] | null {
  const [row = []] = sample;
  const others = names.slice(1);
  if (names.some((name) => (FIELDS as readonly string[]).includes(plainHeader(name)))) return null;
  const areNumbers = others.every((_, index) => isEmptyCell(row[index + 1]) || /^[\d.,]+$/.test(row[index + 1] ?? ""));
  return others.length > 0 && areNumbers && others.every((name) => /^[^\s/\\]+$/.test(name)) ? others : null;
}

interface LookedAt {
  readonly time: readonly Cell[];
  /** Of each time. */
  readonly lines: readonly number[];
  readonly prices: readonly Cell[];
  /** Rows without a price, which `drop_empty` drops. */
  readonly empty: readonly { readonly cell: Cell; readonly line: number }[];
}

function lookAt(
  rows: RowSource,
  written: WrittenReading,
  { file, symbol = "" }: { readonly file: string; readonly symbol: string | undefined },
): LookedAt {
  const { columns, reading = {} } = readingOf(written);
  const own = Object.fromEntries(
    Object.entries(columns).map(([field, name]) => [field, name.replace("{symbol}", symbol)]),
  );
  const { positions } = findColumns(rows, { file, columns: own, needsAdjusted: false, isIntraday: true });
  const timeAt = positions.time ?? 0;
  const clockAt = reading.timeOfDay === undefined ? null : rows.names.indexOf(reading.timeOfDay);
  const symbolAt = reading.symbolColumn === undefined ? null : rows.names.indexOf(reading.symbolColumn);
  const priceAt = PRICES.flatMap((field) => positions[field] ?? []);
  const numbersAt = [...priceAt, ...[positions.volume].filter((position) => position !== null)];
  const time: Cell[] = [];
  const lines: number[] = [];
  const prices: Cell[] = [];
  const empty: { cell: Cell; line: number }[] = [];
  rows.eachRow(wantedOf(positions, [clockAt, symbolAt]), (cells, line) => {
    if (time.length === CELLS_LOOKED_AT || (symbolAt !== null && String(cells[symbolAt]) !== symbol)) return;
    const day = cells[timeAt] ?? "";
    if (isEmptyCell(day)) return;
    const cell = clockAt === null ? day : `${day} ${cells[clockAt]}`;
    if (priceAt.some((position) => isEmptyCell(cells[position]))) {
      empty.push({ cell, line });
      return;
    }
    time.push(cell);
    lines.push(line);
    for (const position of numbersAt) prices.push(cells[position] ?? "");
  });
  return { time, lines, prices, empty };
}

/** Totals, and remarks below the table: rows without a price that are of no time either. */
function remarks({ empty }: LookedAt, format: string | undefined): readonly string[] {
  const read = timeReader(format, { isDaily: false });
  const [first, ...more] = empty.filter(({ cell }) => !Number.isFinite(read(cell)));
  if (first === undefined) return [];
  const others = more.length === 0 ? "" : `, nor are ${more.length} more`;
  return [`line ${first.line}, "${excerpt(first.cell)}", is no bar${others}: repair: [drop_empty] drops them`];
}

function wantedOf(positions: ColumnPositions, others: readonly (number | null)[]): readonly number[] {
  return [...BAR_FIELDS.map((field) => positions[field]), ...others].filter((position) => position !== null);
}

function timeframeOf(cells: readonly Cell[], format: string | undefined): string {
  const read = timeReader(format, { isDaily: false });
  const time = Float64Array.from(cells, read).filter(Number.isFinite).sort();
  const steps = time.subarray(1).map((at, index) => at - (time[index] ?? at));
  return barLength(steps.filter((step) => step > 0))?.timeframe ?? periodOf(format) ?? "1d";
}

function choiceOf(
  key: OpenChoice["key"],
  values: readonly (string | undefined)[],
  cells: readonly Cell[],
): readonly OpenChoice[] {
  if (values.length < 2) return [];
  return [{ key, values: values.filter((value) => value !== undefined), cell: String(cells[0] ?? "") }];
}

function unknownDate({ time, lines }: LookedAt, file: string): AppError {
  const odd = firstOddCell(time);
  const first = excerpt(time[0]);
  return odd === null
    ? new AppError("DATASET_INVALID", `${file}: its times, such as "${first}", are written in no way that is known`, {
        hint: "Say how: date_format: DD.MM.YYYY HH:mm.",
      })
    : new AppError("DATASET_INVALID", `${file}:${lines[odd]}: "${excerpt(time[odd])}" is no time as "${first}" is`, {
        hint: "All rows must be written in one way; a line that is no row, such as a total, must go.",
      });
}

function noRows({ names, sample }: RowSource, file: string): AppError {
  const problem = sample.length === 0 ? "has a header, and no rows" : "has no row with a time and prices";
  return new AppError("DATASET_INVALID", `${file} ${problem}`, {
    hint: `${headersTold(names)} Is it whole, and the right file?`,
  });
}

function excerpt(cell: Cell = ""): string {
  return String(cell).slice(0, 40);
}
