import { AppError } from "../../../core/errors/app-error.ts";
import { type Piece, piecesOf } from "../../../core/templates/references.ts";
import type { SourceContext } from "../source.ts";
import { filledReference } from "./filled-reference.ts";

/** What may stand in braces in an address. */
export const PLACEHOLDERS = ["symbol", "from", "to", "timeframe", "page", "cursor"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

type Part = Piece | { readonly kind: "value"; readonly name: string };

export type AddressValues = Readonly<Partial<Record<Placeholder, string>>>;

/** Whether a template has a placeholder. */
export function hasPlaceholder(template: string, name: Placeholder): boolean {
  return partsOf(template).some((part) => part.kind === "value" && part.name === name);
}

/** Why a template is no address, as half a sentence; null when it is one. */
export function addressProblem(template: string): string | null {
  const parts = partsOf(template.trim());
  const unknown = parts.find(isUnknown);
  if (unknown !== undefined) {
    return `has ${"text" in unknown ? unknown.text : `{${unknown.name}}`}, which stands for nothing: there are ${PLACEHOLDERS.map((name) => `{${name}}`).join(", ")}, \${env:NAME} and \${secret:NAME}`;
  }
  const [first] = parts;
  const begins = first?.kind === "env" ? `http://host${textOf(parts[1])}` : textOf(first);
  if (!/^https?:\/\//i.test(begins)) return "must begin with http:// or https://, or with ${env:NAME} that does";
  const host = /^https?:\/\/([^/?#]*)/i.exec(begins)?.[1] ?? "";
  if (host.includes("@"))
    return "must not hold a login: put it into headers, such as authorization: Basic ${secret:NAME}";
  const isHostWhole =
    begins.length > begins.indexOf(host) + host.length || parts.length === (first?.kind === "env" ? 2 : 1);
  if (host === "" || !isHostWhole) return "must name its host as it is, without a placeholder in it";
  if (!URL.canParse(`http://${host}/`)) return `has no host that can be: "${host}"`;
  return template.includes("#") ? "must have no # in it: what follows is not sent" : null;
}

function isUnknown(part: Part): part is Extract<Part, { kind: "unknown" | "value" }> {
  if (part.kind === "unknown") return true;
  return part.kind === "value" && !PLACEHOLDERS.some((name) => name === part.name);
}

function textOf(part: Part | undefined): string {
  return part?.kind === "text" ? part.text : "";
}

/**
 * The address with everything filled in. Values of placeholders and of the environment are encoded, so that none of them can add a
 * part to the path, a key to the query, or change the host; only a `${env:NAME}` at the very beginning is taken as it is: a base address.
 * A parameter whose value is an empty cursor is left out.
 *
 * @param source its name, for messages
 * @throws AppError SOURCE_KEY_MISSING, SETTING_INVALID, SOURCE_REFUSED for a value that would lead elsewhere in the path
 */
export function filledAddress(
  template: string,
  values: AddressValues,
  { source, env }: Pick<SourceContext, "env"> & { readonly source: string },
): string {
  const parts = partsOf(template);
  const texts = parts.map((part, index) => {
    switch (part.kind) {
      case "text":
        return part.text;
      case "unknown":
        return "";
      case "value":
        return encodeURIComponent((values[part.name as Placeholder] ?? "").toWellFormed());
      case "env":
      case "secret": {
        const value = filledReference(part, { source, env });
        return index === 0 ? baseAddress(part.name, value) : encodeURIComponent(value);
      }
    }
  });
  const written = texts.join("");
  const url = new URL(values.cursor === "" ? withoutEmptyCursor(template, written) : written);
  // `..` is no sign that could be encoded: a URL takes it for the way up.
  const asWritten = written.replace(/^[^/]*\/\/[^/?]*/, "").split("?", 1)[0] ?? "";
  if (url.pathname.split("/").length !== Math.max(2, asWritten.split("/").length)) {
    throw new AppError("SOURCE_REFUSED", `${source}: "${values.symbol ?? ""}" cannot be a part of its address`, {
      hint: "A name of dots alone would lead elsewhere.",
    });
  }
  return url.href;
}

/** An address without `next` is that of the first page. */
function withoutEmptyCursor(template: string, written: string): string {
  const key = /[?&]([^=&{}]+)=\{cursor\}/.exec(template)?.[1];
  return key === undefined
    ? written
    : written.replace(new RegExp(`([?&])${escaped(key)}=(?=&|$)&?`), "$1").replace(/[?&]$/, "");
}

function escaped(text: string): string {
  return text.replaceAll(/[\^$\\.*+?()[\]{}|]/g, String.raw`\$&`);
}

function baseAddress(variable: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isPlain =
    url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username + url.password === "";
  if (isPlain) return url.href.replace(/\/+$/, "");
  throw new AppError("SETTING_INVALID", `${variable} holds no address of a service`, {
    hint: "Write it as https://prices.example.com, without a login and a query.",
  });
}

/** Text that stands before the first reference is a piece, be it empty: it is left out, so that the first part says how it begins. */
function partsOf(template: string): readonly Part[] {
  const parts = piecesOf(template).flatMap((piece) => (piece.kind === "text" ? placeholdersOf(piece.text) : [piece]));
  return parts.filter((part) => part.kind !== "text" || part.text !== "");
}

function placeholdersOf(text: string): readonly Part[] {
  return text.split(/(\{[^{}]*\})/).map((piece): Part => {
    const name = /^\{([^{}]*)\}$/.exec(piece)?.[1];
    return name === undefined ? { kind: "text", text: piece } : { kind: "value", name };
  });
}
