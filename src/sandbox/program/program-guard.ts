import { spawn } from "node:child_process";
import path from "node:path";

/** A process that outlives this one for a moment, however it ends, and ends the programs that it leaves. */
export interface ProgramGuard {
  close(): void;
}

const MAIN = path.join(import.meta.dirname, `program-guard-main${path.extname(import.meta.filename)}`);

/** Does not keep this process alive. */
export function startProgramGuard(): ProgramGuard {
  const child = spawn(process.execPath, ["--max-old-space-size=32", MAIN], {
    // What ends the group of this process leaves it alone.
    detached: true,
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  // A pipe of a child is a socket, which can be let go of.
  (child.stdin as unknown as { unref(): void }).unref();
  return { close: () => child.stdin.end() };
}
