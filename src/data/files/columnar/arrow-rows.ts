import { zstdDecompressSync } from "node:zlib";
import type * as ArrowModule from "apache-arrow";
import type { Table, Vector } from "apache-arrow";
import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import { unpackLz4 } from "../../formats/lz4-frame.ts";
import { MAX_DATA_BYTES } from "../../formats/read-data-file.ts";
import { columnRows, type FileColumn, momentCells } from "./column-rows.ts";
import type { Cell, RowSource } from "../row-source.ts";

type Arrow = typeof ArrowModule;

/**
 * The columns of an Arrow file or stream, which version 2 of Feather is too; plain or packed by LZ4 or zstd. Decimals keep their
 * digits; a timestamp without a zone is of the clock of `timezone`.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when it is damaged
 */
export async function arrowRows(bytes: Uint8Array, file: string): Promise<RowSource> {
  const arrow = await import("apache-arrow");
  return legibly(file, () => {
    const table = readTable(arrow, bytes);
    const columns = table.schema.fields.map(({ name }, position) => columnOf(arrow, name, table.getChildAt(position)));
    const rows = columnRows(columns, table.numRows);
    return { ...rows, eachRow: (wanted, onRow) => legibly(file, () => rows.eachRow(wanted, onRow)) };
  });
}

/** Values are looked at when they are asked for: a damaged one may be found late. */
function legibly<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("DATASET_INVALID", `${file}: this Arrow file cannot be read: ${messageOf(error)}`, {
      hint: "Get it again; it may be cut off.",
      cause: error,
    });
  }
}

/** What unpacks is registered for all files at once: each call sets its own, with room for one file, and reads at once. */
function readTable({ compressionRegistry, CompressionType, tableFromIPC }: Arrow, bytes: Uint8Array): Table {
  let left = MAX_DATA_BYTES;
  const within =
    (unpack: (packed: Uint8Array, maxBytes: number) => Uint8Array) =>
    (packed: Uint8Array): Uint8Array => {
      const unpacked = unpack(packed, left);
      left -= unpacked.length;
      return unpacked;
    };
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: within(unpackLz4) });
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: within((packed, maxOutputLength) => zstdDecompressSync(packed, { maxOutputLength })),
  });
  return tableFromIPC(bytes);
}

function columnOf(arrow: Arrow, name: string, column: Vector | null): FileColumn {
  if (column === null) return { name, cell: () => "" };
  const cellOf = readerOf(arrow, column.type);
  return {
    name,
    cell: (row) => {
      const value: unknown = column.get(row);
      return value === null ? "" : cellOf(value);
    },
  };
}

/** By the type of a column, how a value of it becomes a cell. */
function readerOf(arrow: Arrow, type: Vector["type"]): (value: unknown) => Cell {
  const { DataType } = arrow;
  if (DataType.isDictionary(type)) return readerOf(arrow, type.dictionary);
  if (DataType.isTimestamp(type)) {
    const isLocal = type.timezone === null || type.timezone === undefined || type.timezone === "";
    const cellOf = momentCells(isLocal);
    return (value) => cellOf(Math.floor(Number(value)));
  }
  if (DataType.isDate(type)) {
    const cellOf = momentCells(true);
    return (value) => String(cellOf(Number(value))).slice(0, "YYYY-MM-DD".length);
  }
  if (DataType.isDecimal(type)) {
    const { scale } = type;
    return (value) => decimalCell(value, scale);
  }
  return (value) => (typeof value === "bigint" ? Number(value) : isCell(value) ? value : "");
}

function isCell(value: unknown): value is Cell {
  return typeof value === "number" || typeof value === "string";
}

/** Digits with their point: they are rounded once, when they are read. */
function decimalCell(value: unknown, scale: number): Cell {
  const whole = value instanceof Uint32Array ? wholeOf(value) : null;
  if (whole === null) return "";
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  const sign = whole < 0n ? "-" : "";
  return scale <= 0
    ? `${sign}${digits}${"0".repeat(-scale)}`
    : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Two's complement, in words of 32 bits, the lowest first. */
function wholeOf(words: Uint32Array): bigint {
  let whole = 0n;
  for (const word of words.toReversed()) whole = (whole << 32n) | BigInt(word);
  return BigInt.asIntN(32 * words.length, whole);
}
