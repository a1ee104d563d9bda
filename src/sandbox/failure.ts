import path from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, messageOf } from "../core/errors/app-error.ts";
import { ERROR_CODES } from "../core/errors/error-codes.ts";
import type { Failure } from "./messages.ts";

/** A stack of endless recursion, or a message with a whole document in it, is of no use beyond this. */
const MOST_FRAMES = 12;
const MOST_TEXT = 16_384;

/** As Node prints an error that nobody has caught, in front of its stack. */
const ERROR_LINE = /^(?:Uncaught )?[A-Z]\w*(?:Error|Exception)\b.*: /;
const OWN_FOLDER = path.resolve(import.meta.dirname, "..");
/** Of the runtime itself, as `node:internal/streams/readable:568:12`. */
const NODE_FRAME = /[\s(]node:/;
const FRAME = /(file:\/\/[^\s()]+?|\/[^\s():]+):(\d+):(\d+)\)?$/;

/**
 * An error in the form that crosses between processes, its stack cut down to the user's own files.
 *
 * @param ownFolder folder of Nightgrid's own code, whose frames tell a user nothing
 */
export function failureOf(thrown: unknown, ownFolder: string): Failure {
  const frames = stackOf(thrown).flatMap((line) => userFrame(line, ownFolder));
  const isExpected = thrown instanceof AppError;
  return {
    code: isExpected ? thrown.code : null,
    message: bounded(messageOf(thrown)),
    hint: (isExpected ? thrown.hint : undefined) ?? null,
    place: frames[0]?.place ?? null,
    stack: framesText(frames),
  };
}

function framesText(frames: readonly { readonly text: string }[]): string {
  return frames
    .slice(0, MOST_FRAMES)
    .map((frame) => frame.text)
    .join("\n");
}

/**
 * The last error of what the runtime itself has printed, as it does when nobody has caught one.
 *
 * @returns null when there is none
 */
export function failureInText(text: string): Failure | null {
  const lines = text.split("\n");
  const at = lines.findLastIndex((line) => ERROR_LINE.test(line));
  const message = lines[at];
  if (message === undefined) return null;
  const frames = lines.slice(at + 1).flatMap((line) => userFrame(line, OWN_FOLDER));
  return { code: null, message, hint: null, place: frames[0]?.place ?? null, stack: framesText(frames) };
}

/** The message with the place in the user's file, as the reason that people see. */
export function reasonOf({ message, place }: Pick<Failure, "message" | "place">): string {
  return place === null || message.includes(place) ? message : `${message} (${place})`;
}

/** An error again, on the other side: expected ones keep their code and hint. */
export function errorFrom(failure: Failure): Error {
  const code = ERROR_CODES.find((known) => known === failure.code);
  const error =
    code === undefined
      ? new Error(reasonOf(failure))
      : new AppError(code, failure.message, failure.hint === null ? {} : { hint: failure.hint });
  // Where it was made again is nobody's affair.
  error.stack = [`${error.name}: ${error.message}`, failure.stack].filter((part) => part !== "").join("\n");
  return error;
}

function stackOf(thrown: unknown): readonly string[] {
  try {
    return thrown instanceof Error && typeof thrown.stack === "string" ? thrown.stack.split("\n") : [];
  } catch {
    // A getter of the user's own.
    return [];
  }
}

function userFrame(line: string, ownFolder: string): readonly { readonly place: string; readonly text: string }[] {
  const [, where = "", row = "", column = ""] = FRAME.exec(line.trim()) ?? [];
  if (where === "" || NODE_FRAME.test(line)) return [];
  const file = where.startsWith("file:") ? pathOf(where) : where;
  if (file === null || file.startsWith(ownFolder)) return [];
  const name = line.trim().startsWith("at ") && line.includes("(") ? `${line.trim().slice(3).split(" (")[0]} ` : "";
  return [{ place: `${path.basename(file)}:${row}:${column}`, text: `    at ${name}(${file}:${row}:${column})` }];
}

function pathOf(url: string): string | null {
  try {
    const { href } = new URL(url);
    return fileURLToPath(href.split("?", 1)[0] ?? href);
  } catch {
    return null;
  }
}

function bounded(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}… (${text.length} characters)`;
}
