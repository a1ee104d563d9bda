import type { Edit } from "./mutation.ts";

/** Ends a condition of a `where`, when it stands outside of brackets. */
const CLAUSE_END =
  /^(and|or|returning|order by|group by|limit|union|for update|for no key update|on conflict|where|having|\))(?![\w])/;

/** Words and signs that say the opposite, or nearly the same, as pattern and answer. */
const SWAPS: readonly (readonly [kind: string, pattern: RegExp, swap: (found: string) => string])[] = [
  ["move the border", /(?<=\s)(<=|>=|<(?!>)|>)(?=\s)/g, (sign) => (sign.endsWith("=") ? sign.slice(0, 1) : `${sign}=`)],
  ["turn the comparison", /(?<!(?:\bset|,)\s+[\w.]+\s)(?<=\s)(=|<>)(?=\s)/g, (sign) => (sign === "=" ? "<>" : "=")],
  ["turn the null", /\bis (not )?null\b/g, (found) => (found === "is null" ? "is not null" : "is null")],
  ["turn the existence", /\bnot exists\b/g, () => "exists"],
  ["drop the lock", /\bfor (no key )?update( of \w+)?( skip locked)?/g, () => ""],
  ["wait for locks", / skip locked\b/g, () => ""],
  ["swap plus and minus", / [+-] /g, (sign) => (sign === " + " ? " - " : " + ")],
  ["swap the extreme", /\b(min|max|greatest|least)(?=\()/g, (name) => EXTREMES[name] ?? name],
  ["drop the conflict", /\bon conflict( \([^)]*\))? do nothing/g, () => ""],
  ["turn the order", / desc\b/g, () => ""],
  ["change the number", /(?<=[\s(])[01](?=[\s),;]|$)/g, (digit) => (digit === "0" ? "1" : "0")],
];
const EXTREMES: Readonly<Record<string, string>> = { min: "max", max: "min", greatest: "least", least: "greatest" };

export function isSql(text: string): boolean {
  return /^\s*(select|insert|update|delete|with|exists)\b/.test(text) || /\bfrom \w+[\s\S]*\bwhere\b/.test(text);
}

/**
 * Changes of a piece of SQL, such as what stands between two `${…}`.
 *
 * @param statement all of it, as it is written
 */
export function sqlEdits(text: string, statement = text): readonly Edit[] {
  const swaps = SWAPS.flatMap(([kind, pattern, swap]) =>
    [...text.matchAll(pattern)].map((found) => ({
      kind,
      start: found.index,
      end: found.index + found[0].length,
      replacement: swap(found[0]),
    })),
  );
  return [...swaps, ...droppedGuards(text, statement)];
}

/** Each condition of a `where` left out by itself. */
function droppedGuards(text: string, statement: string): readonly Edit[] {
  return [...text.matchAll(/\b(where|and)\s+/g)].flatMap((found) => {
    const from = found.index + found[0].length;
    const end = endOfCondition(text, from);
    if (end === null) return [];
    const lost = lostParameters(text.slice(from, end), statement);
    const nothing = ["true", ...lost.map((name) => `${name}::text is null`)].join(" or ");
    return [{ kind: "drop the guard", start: from, end, replacement: `(${nothing}) ` }];
  });
}

/** Values that nothing else asks for: Postgres refuses a statement that has no place for one. */
function lostParameters(condition: string, statement: string): readonly string[] {
  const uses = (text: string, name: string): number => text.split(new RegExp(`\\${name}(?!\\d)`)).length - 1;
  return [...new Set(condition.match(/\$\d+/g))].filter((name) => uses(condition, name) === uses(statement, name));
}

/** Null when it goes on in another piece. */
function endOfCondition(text: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const isBorder = /\s/.test(text[at - 1] ?? " ") || text[at] === ")";
    if (depth === 0 && isBorder && CLAUSE_END.test(text.slice(at, at + 20))) return at;
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
  }
  return depth === 0 && from < text.length ? text.length : null;
}
