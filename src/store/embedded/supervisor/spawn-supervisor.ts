import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";

export interface SupervisorProcessOptions {
  readonly isDurable: boolean;
  readonly lingerMs: number;
}

const LOG_LIMIT_BYTES = 5_000_000;

/** Starts the supervisor's process, which outlives us. When one runs already, the new one leaves at once. */
export function spawnSupervisor(home: string, log: string, options: SupervisorProcessOptions): ChildProcess {
  // Compiled, this file is .js and so is its neighbour.
  const main = path.join(import.meta.dirname, `main${path.extname(import.meta.filename)}`);
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  const output = openSync(log, "a");
  try {
    const child = spawn(process.execPath, [main, home, JSON.stringify(options)], {
      cwd: "/",
      detached: true,
      stdio: ["ignore", output, output],
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}
