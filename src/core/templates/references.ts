const NAME = "[A-Za-z_][A-Za-z0-9_]*";

/**
 * `${…}` and `$${…}`, also of the kind `${{…}}`; group 1 are the dollars, group 2 what stands in the braces. There are no
 * braces in it, so that a text full of open ones is not searched to its end for each of them.
 */
const BRACED = /(?<!\$)(\$+)\{(\{[^{}]*\}|[^{}]*)\}/g;
/** The same on one line, for text in which a brace that nobody closes may stand anywhere. */
export const BRACED_ON_LINE = /(?<!\$)(\$+)\{(\{[^{}\n]*\}|[^{}\n]*)\}/g;
const ENV = new RegExp(`^env:(${NAME})(?::-([^]*))?$`);
const SECRET = new RegExp(`^secret:(${NAME})$`);

/** A text with references, in order. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "env"; readonly name: string; readonly fallback: string | null }
  | { readonly kind: "secret"; readonly name: string }
  /** A `${…}` that means nothing. */
  | { readonly kind: "unknown"; readonly text: string };

/** Takes a text apart. Before a brace `$$` stands for one `$`, so `$${env:X}` is text, and `$$${env:X}` a `$` before a value. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(BRACED)) {
    const [whole, dollars = "", body = ""] = match;
    const literal = text.slice(end, match.index) + "$".repeat(Math.floor(dollars.length / 2));
    const isReference = dollars.length % 2 === 1;
    pieces.push({ kind: "text", text: isReference ? literal : `${literal}{${body}}` });
    if (isReference) pieces.push(referenceOf(body));
    end = match.index + whole.length;
  }
  return [...pieces, { kind: "text", text: text.slice(end) }];
}

/** A text that `piecesOf` reads as `text` itself, whatever stands in it. */
export function withoutReferences(text: string): string {
  return text.replace(BRACED, (whole, dollars: string) => dollars + whole);
}

function referenceOf(body: string): Piece {
  const [, envName, fallback = null] = ENV.exec(body) ?? [];
  if (envName !== undefined) return { kind: "env", name: envName, fallback };
  const [, secretName] = SECRET.exec(body) ?? [];
  return secretName === undefined ? { kind: "unknown", text: `\${${body}}` } : { kind: "secret", name: secretName };
}

/** A text in which secrets alone are still to be filled in. */
export type FilledPiece = Extract<Piece, { readonly kind: "text" | "secret" }>;

/**
 * The text as it is kept until its secrets are filled in. What only looks like a secret's reference, be it escaped text or
 * a value of the environment, is kept with its dollars doubled, so that `fillSecrets` leaves it alone.
 */
export function keepSecrets(pieces: readonly FilledPiece[]): string {
  const joined: FilledPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === "text" && last?.kind === "text") {
      joined[joined.length - 1] = { kind: "text", text: last.text + piece.text };
    } else joined.push(piece);
  }
  const parts = joined.map((piece, i) => {
    if (piece.kind === "secret") return `\${secret:${piece.name}}`;
    const escaped = piece.text.replace(LOOKS_SECRET, "$1$1");
    return joined[i + 1] === undefined ? escaped : escaped.replace(/(\$+)$/, "$1$1");
  });
  return parts.join("");
}

/** Fills in the secrets of a kept text. */
export function fillSecrets(kept: string, secretOf: (name: string) => string): string {
  return kept.replace(KEPT_SECRET, (_whole, dollars: string, rest: string, name: string) => {
    const literal = "$".repeat(Math.floor(dollars.length / 2));
    return literal + (dollars.length % 2 === 1 ? secretOf(name) : rest);
  });
}

const KEPT_SECRET = new RegExp(`(\\$+)(\\{secret:(${NAME})\\})`, "g");
const LOOKS_SECRET = new RegExp(`(\\$+)(?=\\{secret:${NAME}\\})`, "g");
