import path from "node:path";
import type { LoadContext } from "../app/dags/dag-folder.ts";
import { resolveHome } from "../app/project-home.ts";
import { lazyUserCode } from "../app/lazy-user-code.ts";
import { createOutput, type Output } from "./terminal/output.ts";

/** What every command starts from. */
export interface CommandContext extends LoadContext {
  readonly output: Output;
}

export function commandContext(options: { readonly json?: boolean | undefined }): CommandContext {
  const cwd = process.cwd();
  const { env } = process;
  const home = resolveHome(cwd, env);
  const output = createOutput({ json: options.json ?? false });
  return {
    home,
    cwd,
    env,
    userCode: lazyUserCode({ home, env }),
    output,
    onWaiting: ([first = "", ...others]) => {
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      output.note(`Waiting for ${path.relative(cwd, first)}${more}: modules are loaded to learn their parameters.`);
    },
  };
}

/** The "Examples" part of a command's help. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, meaning]) => `  $ ${command.padEnd(width)}  ${meaning}`).join("\n")}\n`;
}
