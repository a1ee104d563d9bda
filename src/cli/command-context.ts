import type { ProjectContext } from "../app/project-context.ts";
import { resolveHome } from "../app/project-home.ts";
import { lazyUserCode } from "../app/lazy-user-code.ts";
import { createOutput, type Output } from "./terminal/output.ts";

/** What every command starts from. */
export interface CommandContext extends ProjectContext {
  readonly cwd: string;
  readonly output: Output;
}

export function commandContext(options: { readonly json?: boolean | undefined }): CommandContext {
  const cwd = process.cwd();
  const { env } = process;
  const home = resolveHome(cwd, env);
  return {
    home,
    cwd,
    env,
    userCode: lazyUserCode({ home, env }),
    output: createOutput({ json: options.json ?? false }),
  };
}

/** The "Examples" part of a command's help. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, meaning]) => `  $ ${command.padEnd(width)}  ${meaning}`).join("\n")}\n`;
}
