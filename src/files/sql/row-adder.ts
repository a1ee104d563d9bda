import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { loadDuckDb } from "./load-duckdb.ts";
import type { SqlKind, SqlTable, SqlValue } from "./sql-table.ts";

type DuckDb = Awaited<ReturnType<typeof loadDuckDb>>;

export interface RowAdder {
  add(table: SqlTable, columns: readonly (readonly SqlValue[])[]): Promise<void>;
  /** Nothing is added after that. */
  end(): Promise<void>;
}

/** Rows that DuckDB takes at once. */
const CHUNK = 2048;

/** Fills one table after the other. */
export function createRowAdder(duckDb: DuckDb, connection: DuckDBConnection): RowAdder {
  const open = new Map<string, DuckDBAppender>();
  const appenderOf = async (name: string): Promise<DuckDBAppender> => {
    const known = open.get(name);
    if (known !== undefined) return known;
    const appender = await connection.createAppender(name);
    open.set(name, appender);
    return appender;
  };
  return {
    async add(table, columns) {
      const appender = await appenderOf(table.name);
      const types = table.columns.map(({ kind }) => typeOf(duckDb, kind));
      const rows = columns[0]?.length ?? 0;
      for (let from = 0; from < rows; from += CHUNK) {
        const parts = table.columns.map(({ kind }, place) =>
          (columns[place] ?? []).slice(from, from + CHUNK).map((value) => valueOf(duckDb, kind, value)),
        );
        const chunk = duckDb.DuckDBDataChunk.create(types);
        chunk.setColumns(parts);
        appender.appendDataChunk(chunk);
      }
      appender.flushSync();
    },
    async end() {
      for (const appender of open.values()) appender.closeSync();
      open.clear();
    },
  };
}

function typeOf(duckDb: DuckDb, kind: SqlKind): DuckDBType {
  const { VARCHAR, INTEGER, BIGINT, DOUBLE, BOOLEAN, DATE, TIMESTAMPTZ } = duckDb;
  switch (kind) {
    case "text":
    case "json":
      return VARCHAR;
    case "integer":
      return INTEGER;
    case "long":
      return BIGINT;
    case "number":
      return DOUBLE;
    case "boolean":
      return BOOLEAN;
    case "date":
      return DATE;
    case "moment":
      return TIMESTAMPTZ;
  }
}

/** What nobody knows is null: NaN would be greater than every number. */
function valueOf(duckDb: DuckDb, kind: SqlKind, value: SqlValue): DuckDBValue {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return null;
  switch (kind) {
    case "text":
    case "json":
    case "integer":
    case "number":
    case "boolean":
      return value;
    case "long":
      return BigInt(value);
    case "date":
      return new duckDb.DuckDBDateValue(Number(value));
    case "moment":
      return new duckDb.DuckDBTimestampTZValue(BigInt(value) * 1000n);
  }
}
