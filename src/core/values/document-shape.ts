/** A map of JSON, as it was stored. */
export type Document = Readonly<Record<string, unknown>>;

/** Kinds of what JSON can hold. */
export type ValueKind =
  | "string"
  | "number"
  | "boolean"
  | "list"
  | "map"
  | "string or null"
  | "number or null"
  | "map or null"
  | "list or null";

export function isMap(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Path of the first value that is missing or of another kind, with `at` before it; null when all is there. */
export function lackIn(map: Document, kinds: Readonly<Record<string, ValueKind>>, at = ""): string | null {
  const lack = Object.entries(kinds).find(([key, kind]) => !isOfKind(map[key], kind));
  return lack === undefined ? null : `${at}${lack[0]}`;
}

function isOfKind(value: unknown, kind: ValueKind): boolean {
  const found = value === null ? "null" : Array.isArray(value) ? "list" : isMap(value) ? "map" : typeof value;
  return kind.split(" or ").includes(found);
}
