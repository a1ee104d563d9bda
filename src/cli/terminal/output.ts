import { once } from "node:events";
import { writeSync } from "node:fs";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { printable, printableJson } from "../../core/text/printable.ts";
import { type Colors, colorsFor } from "./colors.ts";

/**
 * Where a command's words go. The answer of a command goes to stdout; progress,
 * warnings and errors go to stderr, so that an answer can be piped.
 */
export interface Output {
  /** Part of the answer; silent under `--json`. */
  print(text: string): void;
  /** The one JSON document of `--json`. */
  json(value: unknown): void;
  /** For the person who watches. */
  note(text: string): void;
  readonly isJson: boolean;
  /** Columns of the terminal; 100 when stdout is none. */
  readonly width: number;
  /** Of what is printed. */
  readonly colors: Colors;
  /** Of notes: stderr may be a terminal when stdout is none. */
  readonly noteColors: Colors;
}

export function createOutput(options: { readonly json: boolean }): Output {
  return {
    isJson: options.json,
    width: process.stdout.columns ?? 100,
    colors: colorsFor(process.stdout),
    noteColors: colorsFor(process.stderr),
    print: (text) => {
      if (!options.json) process.stdout.write(`${text}\n`);
    },
    json: (value) => {
      if (options.json) writeJson(value);
    },
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Shows an error: an expected one with its hint, anything else with a stack. */
export function showError(error: unknown, options: { readonly json: boolean }): void {
  const isExpected = error instanceof AppError;
  if (options.json) writeJson({ error: isExpected ? errorJson(error) : errorJson({ message: messageOf(error) }) });
  process.stderr.write(isExpected ? expectedText(error) : unexpectedText(error));
}

/** The `error` of a JSON document. */
export function errorJson(error: {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
}): Readonly<Record<string, unknown>> {
  const { code = "UNEXPECTED", message, hint = null, details = {} } = error;
  return { code, message, hint, details };
}

export function writeJson(value: unknown): void {
  process.stdout.write(`${printableJson(JSON.stringify(value, null, 2))}\n`);
}

function expectedText(error: AppError): string {
  const { red, cyan } = colorsFor(process.stderr);
  const head = `${red(`error[${error.code}]`)}: ${printable(error.message)}\n`;
  return error.hint === undefined ? head : `${head}${cyan("hint")}: ${printable(error.hint)}\n`;
}

function unexpectedText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  return `${printable(stack)}\n\nThis is a bug in Nightgrid; please report it with the lines above.\n`;
}

/** A reader that closes the pipe early (`| head`) ends the command quietly. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      writeSync(2, `${error.stack}\n`);
      process.exit(1);
    });
  }
}

/** Writes to stdout and waits while the reader is slower than we are, so that memory stays flat. */
export async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** Resolves when the readers have all that was written. */
export async function flushOutput(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))),
  );
}
