import { AppError } from "../../../core/errors/app-error.ts";
import { type Piece, piecesOf } from "../../../core/templates/references.ts";
import type { SourceContext } from "../source.ts";

type Reference = Extract<Piece, { readonly kind: "env" | "secret" }>;
type From = Pick<SourceContext, "env"> & { readonly source: string };

/** @throws AppError SOURCE_KEY_MISSING for a variable that is not set and has no default */
export function filledReference(reference: Reference, { source, env }: From): string {
  const { name } = reference;
  const value = env(name) ?? (reference.kind === "env" ? reference.fallback : null);
  if (value !== null) return value;
  throw new AppError("SOURCE_KEY_MISSING", `${source}: the environment has no ${name}`, {
    hint: `Set ${name} where Nightgrid runs; its declaration in sources/ asks for it.`,
    details: { source, variables: [name] },
  });
}

/** A text with its references filled in. */
export function filledText(text: string, from: From): string {
  return piecesOf(text)
    .map((piece) => (piece.kind === "env" || piece.kind === "secret" ? filledReference(piece, from) : piece.text))
    .join("");
}

/** Variables that texts name as secrets, each once. */
export function secretNames(texts: readonly string[]): readonly string[] {
  const names = texts.flatMap((text) =>
    piecesOf(text).flatMap((piece) => (piece.kind === "secret" ? [piece.name] : [])),
  );
  return [...new Set(names)];
}
