import { piecesOfSql } from "../../../core/sql/sql-pieces.ts";
import { selectProblem } from "../../../core/sql/select-problem.ts";

/** What a query is given, and as what: `$from` and `$to` are moments, `$from` inclusive, `$to` exclusive. */
export const QUERY_PARAMETERS = ["symbol", "from", "to", "timeframe"] as const;
export type QueryParameter = (typeof QUERY_PARAMETERS)[number];

const TYPES = { symbol: "text", from: "timestamptz", to: "timestamptz", timeframe: "text" } as const;

export interface BoundQuery {
  /** With `$1::text` and so on in place of the names. */
  readonly text: string;
  /** What `$1`, `$2`, … are. */
  readonly parameters: readonly QueryParameter[];
}

/** Why a query cannot be asked, as half a sentence; null when it may. What Postgres says of it is found when it is asked. */
export function queryProblem(sql: string): string | null {
  const problem = selectProblem(sql, QUERY_PARAMETERS);
  if (problem !== null) return problem;
  const isOfOne = piecesOfSql(sql).some(({ name }) => name === "symbol");
  return isOfOne ? null : "must name $symbol: it gives the bars of one instrument";
}

/** The query as Postgres takes it, without the semicolons at its end. Each parameter is cast, so that its type never depends on where it stands. */
export function boundQuery(sql: string): BoundQuery {
  const parameters: QueryParameter[] = [];
  const text = piecesOfSql(sql).flatMap((piece) => {
    const parameter = QUERY_PARAMETERS.find((each) => each === piece.name);
    if (parameter === undefined) return piece.text === ";" ? [] : [piece.text];
    if (!parameters.includes(parameter)) parameters.push(parameter);
    return [`$${parameters.indexOf(parameter) + 1}::${TYPES[parameter]}`];
  });
  return { text: text.join(""), parameters };
}
