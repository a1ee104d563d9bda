import { isBoxedPrimitive } from "node:util/types";
import { storableText, TEXT_LIMITS } from "./storable-text.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface JsonLimits {
  /** UTF-16 units of one text or key. Default 16 Mi. */
  readonly text?: number;
  /** Levels of arrays and objects. Default 100. */
  readonly depth?: number;
  /** Values in all; what comes later is left out. Default 1,000,000. */
  readonly values?: number;
  /** Changes each text and key before it is made storable, such as a mask of secrets. */
  readonly change?: (text: string) => string;
}

/**
 * Anything as a JSON value that Postgres can store, deep and keys included; never throws. Like JSON.stringify, it asks
 * `toJSON`, leaves out functions, symbols and undefined, and writes NaN and Infinity as null. What JSON cannot say is
 * said in words: a BigInt in digits, `[circular]`, `[too deep]`, `[unreadable]`.
 */
export function storableJson(value: unknown, limits: JsonLimits = {}): Json {
  const { text: textLimit = TEXT_LIMITS.any, depth: deepest = 100, values: most = 1_000_000, change } = limits;
  const above = new Set<object>();
  let left = most;
  const text = (own: string): string => storableText(change === undefined ? own : change(own), textLimit);

  const convert = (own: unknown, key: string): Json | undefined => {
    left--;
    switch (typeof own) {
      case "string":
        return text(own);
      case "number":
        return Number.isFinite(own) ? own : null;
      case "boolean":
        return own;
      case "bigint":
        return text(own.toString());
      case "undefined":
      case "function":
      case "symbol":
        return undefined;
      case "object":
        return own === null ? null : convertObject(own, key);
    }
  };

  const convertObject = (own: object, key: string): Json | undefined => {
    if (above.has(own)) return "[circular]";
    if (above.size >= deepest) return "[too deep]";
    above.add(own);
    try {
      if ("toJSON" in own && typeof own.toJSON === "function") return convert(own.toJSON(key), key);
      if (isBoxedPrimitive(own)) return convert(own.valueOf(), key);
      return Array.isArray(own) ? convertList(own) : convertRecord(own);
    } catch {
      return "[unreadable]";
    } finally {
      above.delete(own);
    }
  };

  const convertList = (own: readonly unknown[]): readonly Json[] => {
    const list: Json[] = [];
    for (let i = 0; i < own.length; i++) {
      if (left <= 0) break;
      list.push(convert(own[i], String(i)) ?? null);
    }
    return list;
  };

  const convertRecord = (own: object): Readonly<Record<string, Json>> => {
    const entries: [string, Json][] = [];
    for (const key of Object.keys(own)) {
      if (left <= 0) break;
      const member = convert(Reflect.get(own, key), key);
      if (member !== undefined) entries.push([text(key), member]);
    }
    return Object.fromEntries(entries);
  };

  return convert(value, "") ?? null;
}
