import { resolveHome } from "../app/project-home.ts";
import { createOutput, type Output } from "./terminal/output.ts";

/** What every command starts from. */
export interface CommandContext {
  /** The project's folder. */
  readonly home: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
}

export function commandContext(options: { readonly json?: boolean | undefined }): CommandContext {
  const cwd = process.cwd();
  return {
    home: resolveHome(cwd, process.env),
    cwd,
    env: process.env,
    output: createOutput({ json: options.json ?? false }),
  };
}

/** The "Examples" part of a command's help. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, meaning]) => `  $ ${command.padEnd(width)}  ${meaning}`).join("\n")}\n`;
}
