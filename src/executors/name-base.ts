import { createHash } from "node:crypto";
import { canonicalJson } from "../core/values/canonical-json.ts";

/**
 * What the results of a sweep have in common in their names: SHA-256 over all that decides a result but the parameters of
 * the cell. Two executors must not give the same parts for different results.
 */
export function nameBase(parts: Readonly<Record<string, unknown>>): Buffer {
  return createHash("sha256").update(canonicalJson(parts)).digest();
}
