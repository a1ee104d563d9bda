import { Type } from "typebox";
import { DECIMALS, DELIMITERS, ENCODINGS, FILE_FORMATS, REPAIRS } from "../../../core/spec/data-reading.ts";
import { oneOf, recordOf } from "../schema-parts.ts";

const columnHeader = Type.Union(
  [
    Type.String({ minLength: 1 }),
    Type.Array(Type.String({ minLength: 1 }), { minItems: 2, maxItems: 2, description: "Day, and time of day." }),
  ],
  { description: "A header; of `time` also two, [day, time of day]." },
);

/** The keys of `data` that say how its files are to be read. */
export const dataReadingKeys = {
  columns: recordOf(columnHeader, {
    description: "Bar field → header in the file, for files with unusual headers; `{symbol}` stands for the symbol.",
    default: {},
    examples: [{ time: "Date", close: "Last" }, { time: ["Date", "Time"] }],
  }),
  format: Type.Optional(oneOf(FILE_FORMATS, { description: "What the file is, once unpacked; CSV unless given." })),
  encoding: Type.Optional(oneOf(ENCODINGS, { description: "Of text that is not UTF-8." })),
  delimiter: Type.Optional(
    oneOf(DELIMITERS, { description: "Between two cells; whichever the header has most of unless given." }),
  ),
  skip_lines: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1000, description: "Lines above the header, or above the first row." }),
  ),
  header: Type.Optional(
    Type.Array(Type.String(), {
      minItems: 1,
      description: "Names of the columns, for a file that has none.",
      examples: [["time", "open", "high", "low", "close", "volume"]],
    }),
  ),
  date_format: Type.Optional(
    Type.String({
      minLength: 1,
      description: "How times are written, from YYYY YY MM M MMM DD D HH H mm ss A Z z dddd; or `epoch`, or `excel`.",
      examples: ["DD.MM.YYYY", "M/D/YYYY H:mm", "epoch"],
    }),
  ),
  decimal: Type.Optional(
    oneOf(DECIMALS, {
      description: "The decimal sign; with it, numbers may have separators, currency signs, %, K, M, B.",
    }),
  ),
  symbol_column: Type.Optional(
    Type.String({ minLength: 1, description: "Header of the column that says whose bar a row is." }),
  ),
  repair: Type.Optional(
    Type.Array(oneOf(REPAIRS, { description: "One kind of repair." }), {
      uniqueItems: true,
      description:
        "What is mended: rows are sorted, equal rows dropped, rows without a price dropped. Each is recorded.",
    }),
  ),
};
