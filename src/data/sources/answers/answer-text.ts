import { recogniseFormat } from "../../formats/file-format.ts";
import type { SourceAnswer } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

const EXCERPT_BYTES = 500;

/** The beginning of a body, for a message: `: <text>`; empty where there is none, and of a web page its title. */
export function excerptOf({ body }: SourceAnswer): string {
  const format = recogniseFormat(body);
  if (format?.name.startsWith("a web page") === true) return `, ${format.name}`;
  const text = new TextDecoder().decode(body.subarray(0, EXCERPT_BYTES)).trim();
  return text === "" ? "" : `: ${text}`;
}

/** @throws AppError SOURCE_ANSWER_INVALID when it is no JSON, and saying what it is instead */
export function parseAnswer(source: string, { body }: SourceAnswer): unknown {
  const text = new TextDecoder().decode(body);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidAnswer(source, `the answer is ${kindOf(body, text)}`);
  }
}

function kindOf(body: Uint8Array, text: string): string {
  if (body.length === 0) return "empty";
  const isJson = /^\s*[[{]/.test(text);
  if (isJson) return "no whole JSON: it was cut off, or holds what JSON has not, such as NaN";
  return `${recogniseFormat(body)?.name ?? "other text"} instead of JSON`;
}
