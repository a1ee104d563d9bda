import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const PATIENCE_MS = 30_000;
const BIN = path.join(import.meta.dirname, "../../../bin/nightgrid.mjs");

/** How a command ended, and all it said. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once stdout or stderr holds the text; rejects when the command ends, or half a minute passes, without it. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Said>;
}

/** The real command as a process. @param env all that it gets @param bin of another Nightgrid */
export function startCommand(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  bin = BIN,
) {
  return follow(spawn(process.execPath, [bin, ...args], options));
}

/** A module of the tests as a process of its own. @param env all that it gets */
export function startModule(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
) {
  return follow(spawn(process.execPath, [file, ...args], options));
}

function follow(child: ChildProcessWithoutNullStreams): RunningCommand {
  const said = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const told = () => `\n${said.stdout}\n${said.stderr}`;
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...said }));
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said.stdout.includes(text) || said.stderr.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      setTimeout(() => reject(new Error(`Still has not said "${text}":${told()}`)), PATIENCE_MS).unref();
      void ended.then(() => reject(new Error(`Ended without saying "${text}":${told()}`)));
    });
  return { child, says, ended };
}
