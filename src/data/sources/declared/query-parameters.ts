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

/**
 * What stands in a query that is no SQL of its own: comments, which may lie in each other, and quoted text and names. A quote that nobody
 * closes goes to the end.
 */
const OPAQUE =
  /--[^\n]*|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$(?<tag>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|)\$[^]*?(?:\$\k<tag>\$|$)/y;
/** With backslashes in it: its own kind of text. */
const ESCAPED = /[eE]'(?:[^'\\]|''|\\[^])*(?:'|$)/y;
const NAME = /\$(?<name>[A-Za-z_]\w*|\d+)/y;
const WORD = /[\w$\u0080-\uffff]+/y;

/** Takes the place of what it matches at `at`; null when it does not. */
function matchAt(pattern: RegExp, sql: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(sql);
}

/** Where a comment ends that begins at `at`; comments may lie in each other. */
function endOfComment(sql: string, at: number): number {
  let depth = 0;
  for (let i = at; i < sql.length; i++) {
    if (sql.startsWith("/*", i)) depth++;
    else if (sql.startsWith("*/", i)) depth--;
    else continue;
    i++;
    if (depth === 0) return i + 1;
  }
  return sql.length;
}

interface Found {
  readonly text: string;
  /** Without the `$`; null for other text. */
  readonly name: string | null;
}

function piecesOfQuery(sql: string): readonly Found[] {
  const found: Found[] = [];
  for (let at = 0; at < sql.length; ) {
    const name = matchAt(NAME, sql, at);
    const opaque = sql.startsWith("/*", at)
      ? sql.slice(at, endOfComment(sql, at))
      : (matchAt(ESCAPED, sql, at) ?? matchAt(OPAQUE, sql, at) ?? (name === null ? matchAt(WORD, sql, at) : null))?.[0];
    const text = opaque ?? name?.[0] ?? sql.charAt(at);
    found.push({ text, name: opaque === undefined ? (name?.groups?.["name"] ?? null) : null });
    at += text.length;
  }
  return found;
}

/** Why a query cannot be asked, as half a sentence; null when it may. What Postgres says of it is found when it is asked. */
export function queryProblem(sql: string): string | null {
  if (sql.includes("\0")) return "must not hold the character of code 0";
  const pieces = piecesOfQuery(sql);
  const odd = pieces.find(({ name }) => name !== null && !isKnown(name));
  if (odd !== undefined) {
    return `has ${odd.text}, which stands for nothing: there are ${QUERY_PARAMETERS.map((name) => `$${name}`).join(", ")}`;
  }
  const rest = pieces.filter(({ text }) => !/^(\s+|--|\/\*)/.test(text));
  const end = rest.findIndex(({ text }) => text === ";");
  if (end >= 0 && rest.slice(end).some(({ text }) => text !== ";")) return "must be one statement";
  const first = rest[0]?.text.toLowerCase() ?? "";
  if (!["select", "with", "values", "table", "("].includes(first))
    return "must begin with select, with, values or table";
  return pieces.some(({ name }) => name === "symbol") ? null : "must name $symbol: it gives the bars of one instrument";
}

function isKnown(name: string): boolean {
  return QUERY_PARAMETERS.some((each) => each === name);
}

/** The query as Postgres takes it, without the semicolons at its end. Each parameter is cast, so that its type never depends on where it stands. */
export function boundQuery(sql: string): BoundQuery {
  const parameters: QueryParameter[] = [];
  const text = piecesOfQuery(sql).flatMap((piece) => {
    const parameter = QUERY_PARAMETERS.find((each) => each === piece.name);
    if (parameter === undefined) return piece.text === ";" ? [] : [piece.text];
    if (!parameters.includes(parameter)) parameters.push(parameter);
    return [`$${parameters.indexOf(parameter) + 1}::${TYPES[parameter]}`];
  });
  return { text: text.join(""), parameters };
}
