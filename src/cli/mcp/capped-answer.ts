import { Buffer } from "node:buffer";
import { printableJson } from "../../core/text/printable.ts";

/** What a tool answers: facts, and one list of rows among them where there is one. */
export interface ToolAnswer {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rows?: {
    readonly name: string;
    readonly list: readonly unknown[];
  };
  /** How to ask for what comes after; absent where nothing does. */
  readonly next?: string;
  /** How to get by with less, for answers that are too long. */
  readonly narrow?: string;
}

export const MOST_ROWS = 50;
export const MOST_BYTES = 20_000;
const LONGEST_TEXT = 4000;

/**
 * As JSON, in no more than 20 kB: rows at the end are left out, then long texts are cut. What is left out is said.
 *
 * @param mask takes the secrets out of a text
 */
export function cappedAnswer({ facts, rows, next, narrow }: ToolAnswer, mask: (text: string) => string): string {
  const list = rows?.list.slice(0, MOST_ROWS) ?? [];
  const textOf = (count: number): string => {
    const leftOut = (rows?.list.length ?? 0) - count;
    const more = leftOut > 0 ? { left_out: leftOut, next: narrow ?? next ?? "Ask for fewer rows." } : next && { next };
    return textOfJson({ ...facts, ...(rows && { [rows.name]: list.slice(0, count) }), ...more }, mask);
  };
  const whole = textOf(list.length);
  if (fits(whole)) return whole;
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(textOf(middle))) low = middle;
    else high = middle - 1;
  }
  const text = textOf(low);
  if (fits(text)) return text;
  return cutTexts({ ...facts, next: narrow ?? "The answer was too long, and texts in it were cut." }, mask);
}

function textOfJson(value: unknown, change: (text: string) => string): string {
  return printableJson(JSON.stringify(value, (_key, one: unknown) => (typeof one === "string" ? change(one) : one)));
}

function fits(text: string): boolean {
  return Buffer.byteLength(text) <= MOST_BYTES;
}

/** Halves the longest that a text may be until all fits. */
function cutTexts(facts: Readonly<Record<string, unknown>>, mask: (text: string) => string): string {
  for (let longest = LONGEST_TEXT; longest > 1; longest = Math.floor(longest / 2)) {
    const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text);
    const text = textOfJson(facts, (one) => cut(mask(one)));
    if (fits(text)) return text;
  }
  return JSON.stringify({ next: "The answer is too long for this way of asking. Ask for less of it." });
}
