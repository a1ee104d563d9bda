import { Client } from "pg";
import { storableJson } from "../../core/text/storable-json.ts";
import { storableText } from "../../core/text/storable-text.ts";

/**
 * A connection on which no parameter can be refused for its characters: every text of every statement, alone or in an
 * array, is made storable on its way out. Buffers (bulk arrays) pass untouched: `textArray` does the same to what it packs.
 */
export class StorableClient extends Client {
  // The overloads of pg's own type cannot be repeated one by one; the arguments go on in their places.
  override query = ((first: unknown, second: unknown, ...rest: readonly unknown[]): unknown =>
    // oxlint-disable-next-line typescript/unbound-method -- bound by Reflect.apply
    Reflect.apply(super.query, this, [storableStatement(first), storableValues(second), ...rest])) as Client["query"];
}

/** The JSON text of a value for a `json` parameter, storable whatever the value holds. */
export function jsonText(value: unknown): string {
  return JSON.stringify(storableJson(value));
}

/** The same of a value that is JSON text already; only a text with escapes can hold what Postgres refuses. */
export function storableJsonText(json: string): string {
  return json.includes(String.raw`\u`) ? jsonText(JSON.parse(json)) : json;
}

/** A statement may be a text, a description with values, or an object of a library that sends itself. */
function storableStatement(statement: unknown): unknown {
  if (typeof statement !== "object" || statement === null || !("values" in statement)) return statement;
  return "submit" in statement ? statement : { ...statement, values: storableValues(statement.values) };
}

function storableValues(values: unknown): unknown {
  return Array.isArray(values) ? values.map(storableValue) : values;
}

function storableValue(value: unknown): unknown {
  // Never cut here: half of a JSON text is none.
  if (typeof value === "string") return storableText(value, Number.POSITIVE_INFINITY);
  if (Array.isArray(value)) return value.map(storableValue);
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? jsonText(value) : value;
}
