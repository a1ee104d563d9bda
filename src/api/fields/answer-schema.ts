import type { TSchema } from "typebox";
import { DOCUMENTS } from "../../contract/documents.ts";
import { SERVICE_DOCUMENTS } from "../../contract/service-documents.ts";

/** What an answer looks like: a document by its name, a schema of its own, or the media types of bytes. */
export type AnswerShape =
  | { readonly description: string; readonly document: string }
  | { readonly description: string; readonly schema: TSchema }
  | { readonly description: string; readonly media: readonly string[] };

/** What the API answers with, by its name. */
export const API_DOCUMENTS: Readonly<Record<string, TSchema>> = { ...DOCUMENTS, ...SERVICE_DOCUMENTS };

/** Null for bytes. */
export function schemaOfAnswer(shape: AnswerShape | undefined): TSchema | null {
  if (shape === undefined || "media" in shape) return null;
  return "document" in shape ? (API_DOCUMENTS[shape.document] ?? null) : shape.schema;
}

/** Whether all keys of it are known, so that a client can ask for some. */
export function isClosedDocument(schema: TSchema | null): boolean {
  return schema !== null && "additionalProperties" in schema && schema.additionalProperties === false;
}
