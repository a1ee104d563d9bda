/**
 * What a column of a queried table holds. `moment`: milliseconds since 1970, UTC. `date`: days since then. `json`: text that is
 * a JSON document.
 */
export type SqlKind = "text" | "integer" | "long" | "number" | "boolean" | "date" | "moment" | "json";

export interface SqlColumn {
  readonly name: string;
  readonly kind: SqlKind;
}

export interface SqlTable {
  readonly name: string;
  readonly columns: readonly SqlColumn[];
}

export type SqlValue = string | number | boolean | null;

/** As DuckDB names them. */
export const SQL_TYPES: Readonly<Record<SqlKind, string>> = {
  text: "varchar",
  integer: "integer",
  long: "bigint",
  number: "double",
  boolean: "boolean",
  date: "date",
  moment: "timestamptz",
  json: "json",
};

/** A name as SQL takes it, whatever is in it. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL takes it. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
