import { Type } from "typebox";
import {
  COLUMN_NAME,
  type FactorField,
  REFERENCE_FIELDS,
  TABLE_TIMEOUT,
  VARIABLE_NAME,
} from "../../../core/spec/beside-spec.ts";
import { dataReadingKeys } from "./data-reading-schema.ts";
import { duration, map, oneOf, recordOf } from "../schema-parts.ts";

// What a strategy reads beside the prices.

const name = Type.String({ pattern: COLUMN_NAME, description: "A name that code can use: letters, digits and _." });
const header = Type.String({ minLength: 1, description: "A header of the file." });

const extra = Type.Union(
  [
    Type.Array(name, { minItems: 1, uniqueItems: true, description: "Headers of the files." }),
    recordOf(header, { description: "Name → header.", propertyNames: { pattern: COLUMN_NAME } }),
  ],
  {
    description: "Own columns of the files that a strategy reads, as headers or as name → header.",
    examples: [["score"], { funding: "Funding rate" }],
  },
);

const file = Type.String({ minLength: 1, description: "File next to the DAG.", examples: ["./fundamentals.csv"] });
const { repair: _, symbol_column: __, ...readingKeys } = dataReadingKeys;
const maxAge = Type.Optional(
  duration("After so long without a newer one a value counts no longer; it counts for ever unless given.", {
    examples: ["400d"],
  }),
);

const factorColumns = {
  symbol: Type.Optional(header),
  event_time: Type.Optional(header),
  known_at: Type.Optional(header),
  value: Type.Optional(header),
} as const satisfies Record<FactorField, unknown>;

const dataset = Type.String({ minLength: 1, description: "A table of the catalogue.", examples: ["members"] });
const tableKeys = {
  dataset: Type.Optional(dataset),
  sql: Type.Optional(
    Type.String({ minLength: 1, description: "One select of a Postgres; it is asked when a run is planned." }),
  ),
  connection: Type.Optional(
    Type.String({
      pattern: VARIABLE_NAME,
      description: "Name of the environment variable that holds the address of that Postgres.",
      examples: ["DESK_DATABASE_URL"],
    }),
  ),
  timeout: Type.Optional(duration(`How long the query may take; ${TABLE_TIMEOUT} unless given.`)),
};

const factor = map(
  {
    csv: Type.Optional(file),
    ...tableKeys,
    ...readingKeys,
    columns: map(factorColumns, {
      description: "symbol, event_time, known_at and value → header in the file, where it has unusual ones.",
      default: {},
      examples: [{ known_at: "filed", value: "book_to_price" }],
    }),
    lag: Type.Optional(
      duration("How long after its event a value is known, where the file has no known_at.", { examples: ["90d"] }),
    ),
    max_age: maxAge,
  },
  {
    description: "Values of symbols, each with when it became known.",
    exclusive: [
      ["csv", "sql"],
      ["csv", "dataset"],
      ["sql", "dataset"],
    ],
  },
);

const reference = map(
  {
    dataset: Type.Optional(Type.String({ description: "Name in the catalogue." })),
    csv: Type.Optional(file),
    symbol: Type.Optional(Type.String({ minLength: 1, description: "Which symbol, where there are several." })),
    timeframe: Type.Optional(
      Type.String({
        pattern: "^[1-9][0-9]*(m|h|d|w|M)$",
        description: "Length of its bars; that of the traded ones unless given.",
      }),
    ),
    field: oneOf(REFERENCE_FIELDS, { description: "Which column of its bars.", default: "close" }),
    ...dataReadingKeys,
    max_age: maxAge,
  },
  { description: "Bars that are not traded.", exclusive: [["dataset", "csv"]] },
);

/** The keys of `data` that put columns beside the bars. */
export const dataBesideKeys = {
  universe: Type.Optional(
    Type.Union(
      [
        Type.String({ minLength: 1, description: "File next to the DAG." }),
        map(tableKeys, { description: "A query, or a table of the catalogue.", exclusive: [["sql", "dataset"]] }),
      ],
      {
        description: "Rows of symbol, from, to: which symbol was in the universe when; the end is not included.",
        examples: ["./universe.csv", { dataset: "members" }],
      },
    ),
  ),
  extra: Type.Optional(extra),
  factors: Type.Optional(
    recordOf(factor, {
      description:
        "Name → values that were published at some time, such as fundamentals: of a file, a query or the catalogue.",
      propertyNames: { pattern: COLUMN_NAME },
    }),
  ),
  references: Type.Optional(
    recordOf(reference, {
      description: "Name → bars that are not traded, such as a volatility index.",
      propertyNames: { pattern: COLUMN_NAME },
    }),
  ),
};
