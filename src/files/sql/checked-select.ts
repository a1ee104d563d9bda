import type { DuckDBConnection } from "@duckdb/node-api";
import { AppError } from "../../core/errors/app-error.ts";

/** One SELECT, and what can be said of it before there are tables. */
export interface CheckedSelect {
  readonly sql: string;
  /** Every name and text in it, in lower case: of tables, columns, aliases. */
  readonly words: ReadonlySet<string>;
  /** It may take columns that it does not name: by `*`, by a row as a whole. */
  readonly takesAll: boolean;
  /** It asks for the shape of tables, and reads no row. */
  readonly isAboutShape: boolean;
}

/** Characters: more than anybody writes, and soon parsed. */
const LONGEST = 100_000;

/** Others read files, or change settings in spite of the lock, as `enable_logging` does, or ask a text that nobody has checked. */
const TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  "range",
  "generate_series",
  "unnest",
  "repeat",
  "repeat_row",
  "json_each",
  "json_tree",
  "duckdb_tables",
  "duckdb_columns",
  "duckdb_functions",
]);

interface Serialized {
  readonly error: boolean;
  readonly error_message?: string;
  readonly statements?: readonly unknown[];
}

/**
 * Whether it is one SELECT (also WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES) and nothing else: DuckDB's own parser
 * says so, which refuses to write down any other statement.
 *
 * @throws AppError QUERY_INVALID
 */
export async function checkSelect(connection: DuckDBConnection, sql: string): Promise<CheckedSelect> {
  if (sql.length > LONGEST) throw invalid(`The query has ${sql.length} characters; ${LONGEST} are taken`);
  if (sql.includes("\0") || !sql.isWellFormed()) throw invalid("The query holds characters that are no text");
  const answer = await connection.runAndReadAll("select json_serialize_sql($1::varchar)", [sql]).catch(refuse);
  const { error, error_message: message, statements = [] } = JSON.parse(String(answer.getRows()[0]?.[0])) as Serialized;
  if (error)
    throw invalid(message?.startsWith("Only SELECT") === true ? "Only a SELECT is taken" : (message ?? "no SQL"));
  if (statements.length !== 1) throw invalid(`One SELECT is taken, not ${statements.length}`);
  const { texts, firsts, names, signs, functions } = look(statements);
  const strange = [...functions].find((name) => !TABLE_FUNCTIONS.has(name));
  if (strange !== undefined) throw invalid(`The table function "${strange}" may not be asked`);
  return {
    sql,
    words: new Set([...texts].map((text) => text.toLowerCase())),
    takesAll:
      ["STAR", "NATURAL", "PIVOT", "SHOW_REF"].some((sign) => signs.has(sign)) ||
      [...firsts].some((name) => names.has(name)),
    isAboutShape: /^\s*(describe|desc|show)\b/i.test(sql),
  };
}

export function invalid(message: string, cause?: unknown): AppError {
  return new AppError("QUERY_INVALID", message, {
    hint: 'One SELECT over the tables that `nightgrid query "show tables"` lists; `nightgrid query "describe cells"` lists the columns of one.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function refuse(error: unknown): never {
  throw invalid(error instanceof Error ? error.message : String(error), error);
}

/** What stands in the written-down statement. */
function look(statements: readonly unknown[]) {
  const texts = new Set<string>();
  /** Columns that are named without a table: a table of that name would be meant as its whole row. */
  const firsts = new Set<string>();
  /** Of tables and of all that was given a name. */
  const names = new Set<string>();
  const signs = new Set<string>();
  const functions = new Set<string>();
  const open: unknown[] = [...statements];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") texts.add(next);
    if (typeof next !== "object" || next === null) continue;
    if (Array.isArray(next)) {
      open.push(...next.filter((part) => part !== null));
      continue;
    }
    const call = "type" in next && next.type === "TABLE_FUNCTION" && "function" in next ? next.function : null;
    if (typeof call === "object" && call !== null && "function_name" in call) functions.add(String(call.function_name));
    for (const [key, value] of Object.entries(next)) {
      if (typeof value === "string" && SIGN_KEYS.has(key)) signs.add(value);
      else if (typeof value === "string" && NAME_KEYS.has(key) && value !== "") names.add(value.toLowerCase());
      if (key === "column_names" && Array.isArray(value) && value.length === 1)
        firsts.add(String(value[0]).toLowerCase());
      // The alias of each part is an empty text more often than not.
      if (value !== null && value !== "") open.push(value);
    }
  }
  return { texts, firsts, names, signs, functions };
}

const SIGN_KEYS: ReadonlySet<string> = new Set(["class", "type", "ref_type"]);
const NAME_KEYS: ReadonlySet<string> = new Set(["table_name", "alias"]);
