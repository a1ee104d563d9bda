import { once } from "node:events";
import { writeSync } from "node:fs";
import type { DocumentName, Documents } from "../../contract/documents.ts";
import { errorJson } from "../../contract/json/error-json.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { type Colors, terminalText } from "../../core/text/colors.ts";
import { printableJson } from "../../core/text/printable.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { colorsFor } from "./colors.ts";

/**
 * Where a command's words go. The answer of a command goes to stdout; progress,
 * warnings and errors go to stderr, so that an answer can be piped.
 */
export interface Output {
  /** Part of the answer; silent under `--json`. */
  print(text: string): void;
  /** The one JSON document of `--json`, by its name in the contract. */
  json<Name extends DocumentName>(name: Name, value: Documents[Name]): void;
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
      if (!options.json) write("stdout", `${text}\n`);
    },
    json: (_name, value) => {
      if (options.json) writeJson(value);
    },
    note: writeNote,
  };
}

/** Shows an error without its secrets: an expected one with its hint, anything else with a stack. */
export function showError(error: unknown, options: { readonly json: boolean; readonly secrets: SecretMask }): void {
  const { json, secrets } = options;
  const isExpected = error instanceof AppError;
  if (json) writeJson(secrets.maskValue({ error: errorJson(error) } satisfies Documents["failure"]));
  write("stderr", secrets.mask(isExpected ? expectedText(error) : unexpectedText(error)));
}

export function writeJson(value: unknown): void {
  write("stdout", `${printableJson(JSON.stringify(value, null, 2))}\n`);
}

function expectedText(error: AppError): string {
  const { red, cyan } = colorsFor(process.stderr);
  const head = `${red(`error[${error.code}]`)}: ${error.message}\n`;
  return error.hint === undefined ? head : `${head}${cyan("hint")}: ${error.hint}\n`;
}

function unexpectedText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  return `${stack}\n\nThis is a bug in Nightgrid; please report it with the lines above.\n`;
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

/** A line for the person who watches, on stderr. */
export function writeNote(text: string): void {
  write("stderr", `${text}\n`);
}

/** Writes to stdout and waits while the reader is slower than we are, so that memory stays flat. */
export async function writeOut(text: string): Promise<void> {
  if (!write("stdout", text)) await once(process.stdout, "drain");
}

/** The one way out: whatever is written, nothing in it acts on the terminal but our own colours. */
function write(stream: "stdout" | "stderr", text: string): boolean {
  return process[stream].write(terminalText(text));
}

/** Resolves when the readers have all that was written. */
export async function flushOutput(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))),
  );
}
