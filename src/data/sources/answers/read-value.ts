import { isMap } from "../../../core/values/document-shape.ts";
import { ownValue } from "../../../core/values/own-record.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const LONGEST_NUMBER = 100;

/** A number, also one that is written as text; NaN for anything else. Null, empty and true are no numbers. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.length <= LONGEST_NUMBER && NUMBER.test(value) ? Number(value) : Number.NaN;
}

/** What a map of an answer has under a name; undefined where it is no map, or has not. */
export function memberOf(value: unknown, name: string): unknown {
  return isMap(value) ? ownValue(value, name) : undefined;
}

/** The list under a name; null where there is none. */
export function listOf(value: unknown, name: string): readonly unknown[] | null {
  const member = memberOf(value, name);
  return Array.isArray(member) ? (member as readonly unknown[]) : null;
}

/** Text under a name; empty where there is none. */
export function textOf(value: unknown, name: string): string {
  const member = memberOf(value, name);
  return typeof member === "string" ? member : "";
}
