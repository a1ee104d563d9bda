import { sha256 } from "../values/hash.ts";
import { storableText } from "./storable-text.ts";

/** UTF-16 units; as UTF-8 well below the 2,704 bytes that an index of Postgres takes in one row. */
const LONGEST = 500;
const KEPT = 400;

/** A text as part of a key: a long one is cut, and told from others that begin alike by its SHA-256. */
export function indexedText(text: string): string {
  const storable = storableText(text);
  return storable.length <= LONGEST ? storable : `${storable.slice(0, KEPT).toWellFormed()}… #${sha256(storable)}`;
}
