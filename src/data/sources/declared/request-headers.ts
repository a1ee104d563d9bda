import { AppError } from "../../../core/errors/app-error.ts";
import { piecesOf } from "../../../core/templates/references.ts";
import type { SourceContext } from "../source.ts";
import { filledText } from "./filled-reference.ts";

/** Those of the connection itself. */
const NOT_OURS: ReadonlySet<string> = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade"]);

/** What is wrong with declared headers; null: nothing. Values are not repeated. */
export function headersProblem(headers: Readonly<Record<string, unknown>>): string | null {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return `headers: "${name}" is no name of a header`;
    if (NOT_OURS.has(name.toLowerCase())) return `headers: "${name}" is not for a declaration to set`;
    const odd = piecesOf(String(value)).find(({ kind }) => kind === "unknown");
    if (odd !== undefined)
      return `headers: ${name} has a reference that means nothing: use \${env:NAME} or \${secret:NAME}`;
  }
  return null;
}

/**
 * Headers with their references filled in.
 *
 * @throws AppError SOURCE_KEY_MISSING; SETTING_INVALID for a value that no header can have, which is not shown
 */
export function filledHeaders(
  headers: Readonly<Record<string, string>>,
  from: Pick<SourceContext, "env"> & { readonly source: string },
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => {
      const value = filledText(text, from);
      if (/^[\t\u{20}-\u{7e}\u{a0}-\u{ff}]*$/u.test(value)) return [name, value];
      throw new AppError(
        "SETTING_INVALID",
        `${from.source}: the header ${name} cannot have the value that it is given`,
        {
          hint: "A header is one line of plain signs: look for a line end in the variable that it names.",
        },
      );
    }),
  );
}
