import type { SourceAnswer } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import { hasPlaceholder } from "./address.ts";
import type { DeclaredHttp } from "./declared-source.ts";
import { valueAt } from "./json-table.ts";

/** Where to go on. */
export type NextPage =
  | { readonly kind: "first" }
  /** The address of the first page, with a higher number in it. */
  | { readonly kind: "number" }
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "address"; readonly url: string };

/** `next` of a declaration for the header of RFC 8288. */
const LINK = "header:link";

interface ReadPage {
  readonly answer: SourceAnswer;
  /** Where it is JSON. */
  readonly document: unknown;
  readonly url: string;
  readonly rows: number;
}

/**
 * The page after one that was read; null: there is none.
 *
 * @throws AppError SOURCE_ANSWER_INVALID for one on another host: keys do not leave the one that was declared
 */
export function nextOf({ name, url: template, next }: DeclaredHttp, page: ReadPage): NextPage | null {
  if (next === null) return hasPlaceholder(template, "page") && page.rows > 0 ? { kind: "number" } : null;
  const told = next === LINK ? linkedNext(page.answer) : valueAt(page.document, next);
  if (told === undefined || told === null || told === "" || told === false) return null;
  if (typeof told !== "string" && typeof told !== "number")
    throw invalidAnswer(name, `"${next}" of its answer is no page`);
  if (hasPlaceholder(template, "cursor")) return { kind: "token", token: String(told) };
  const url = URL.canParse(String(told), page.url) ? new URL(String(told), page.url) : null;
  if (url === null) throw invalidAnswer(name, `"${next}" of its answer is no address`);
  if (url.origin === new URL(page.url).origin) return { kind: "address", url: url.href };
  throw invalidAnswer(
    name,
    `its next page lies on another host, ${url.host}`,
    "Keys are sent to the declared host alone, so that it is not followed.",
  );
}

function linkedNext({ headers }: SourceAnswer): string | undefined {
  const links = (headers["link"] ?? "").split(/,(?=\s*<)/);
  return links.map((link) => /^\s*<([^>]*)>(?=.*;\s*rel="?next"?)/i.exec(link)?.[1]).find((url) => url !== undefined);
}
