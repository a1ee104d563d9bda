import { piecesOfSql } from "./sql-pieces.ts";

const BEGINNINGS: ReadonlySet<string> = new Set(["select", "with", "values", "table", "("]);

/**
 * Why a query cannot be asked of a Postgres, as half a sentence; null when it may. What Postgres says of it is found when it is asked.
 *
 * @param parameters names that may stand in it, such as `symbol` for `$symbol`
 */
export function selectProblem(sql: string, parameters: readonly string[]): string | null {
  if (sql.includes("\0")) return "must not hold the character of code 0";
  const pieces = piecesOfSql(sql);
  const odd = pieces.find(({ name }) => name !== null && !parameters.includes(name));
  if (odd !== undefined) {
    const there =
      parameters.length === 0 ? "it has no parameters" : `there are ${parameters.map((name) => `$${name}`).join(", ")}`;
    return `has ${odd.text}, which stands for nothing: ${there}`;
  }
  const rest = pieces.filter(({ text }) => !/^(\s+|--|\/\*)/.test(text));
  const end = rest.findIndex(({ text }) => text === ";");
  if (end >= 0 && rest.slice(end).some(({ text }) => text !== ";")) return "must be one statement";
  const first = rest[0]?.text.toLowerCase() ?? "";
  return BEGINNINGS.has(first) ? null : "must begin with select, with, values or table";
}
