import { once } from "node:events";
import { writeSync } from "node:fs";
import pc from "picocolors";
import { AppError } from "../core/app-error.ts";

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
  readonly isTerminal: boolean;
  /** Columns of the terminal; 100 when stdout is none. */
  readonly width: number;
  readonly colors: ReturnType<typeof pc.createColors>;
}

export function createOutput(options: { readonly json: boolean }): Output {
  return {
    isJson: options.json,
    isTerminal: process.stderr.isTTY,
    width: process.stdout.columns ?? 100,
    colors: pc.createColors(process.stdout.isTTY && pc.isColorSupported),
    print: (text) => {
      if (!options.json) process.stdout.write(`${text}\n`);
    },
    json: (value) => {
      if (options.json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Shows an error: an expected one with its hint, anything else with a stack. */
export function showError(error: unknown, options: { readonly json: boolean }): void {
  const expected = error instanceof AppError;
  if (options.json) {
    const { code, message, hint, details } = expected
      ? error
      : { code: "UNEXPECTED", message: String(error), hint: undefined, details: {} };
    process.stdout.write(`${JSON.stringify({ error: { code, message, hint: hint ?? null, details } }, null, 2)}\n`);
  }
  process.stderr.write(expected ? expectedText(error) : `${(error as Error)?.stack ?? String(error)}\n`);
}

function expectedText(error: AppError): string {
  const head = `${pc.red(`error[${error.code}]`)}: ${error.message}\n`;
  return error.hint === undefined ? head : `${head}${pc.cyan("hint")}: ${error.hint}\n`;
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
