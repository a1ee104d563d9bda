import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { workerData } from "node:worker_threads";
import { NOTES_FD } from "../../sandbox/messages.ts";
import type { FromInterpreterThread, InterpreterThreadSetup, ToInterpreterThread } from "./interpreter-messages.ts";

/** A program that the interpreter has started may hold its descriptors open. */
const LONGEST_DRAIN_MS = 250;

// A thread of its own: the one that computes waits for answers without turning its event loop.
const { command, args, env, scratchFd, port, wakes } = workerData as InterpreterThreadSetup;

const child = spawn(command, [...args, String(process.pid)], {
  env,
  // What is printed past the notes goes where that of this process goes. In the order of the worker's descriptors.
  stdio: ["ignore", 1, 2, NOTES_FD, "pipe", "pipe", scratchFd],
});
const [, , , , requests, answers] = child.stdio as unknown as readonly Socket[] & {
  readonly 4: Socket;
  readonly 5: Socket;
};

function tell(message: FromInterpreterThread): void {
  port.postMessage(message);
  Atomics.add(wakes, 0, 1);
  Atomics.notify(wakes, 0);
}

async function end(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const late = setTimeout(resolve, LONGEST_DRAIN_MS);
  await Promise.race([promise, answers.readableEnded ? null : once(answers, "end")]);
  clearTimeout(late);
  answers.destroy();
  tell({ kind: "ended", code, signal });
  port.close();
}

answers.on("data", (bytes: Uint8Array) => tell({ kind: "bytes", bytes }));
for (const stream of [requests, answers]) stream.on("error", () => undefined);
child.once("error", (error) => {
  tell({ kind: "missing", message: error.message });
  port.close();
});
child.once("exit", (code, signal) => void end(code, signal));
port.on("message", (request: ToInterpreterThread) => {
  if (request !== null) requests.write(request);
  else child.kill("SIGKILL");
});
