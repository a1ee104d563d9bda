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

/** A run of text of a query, or a parameter. */
export interface SqlPiece {
  readonly text: string;
  /** Without the `$`; null for other text. */
  readonly name: string | null;
}

/** A query in pieces, which make it up again when they are joined. */
export function piecesOfSql(sql: string): readonly SqlPiece[] {
  const found: SqlPiece[] = [];
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
