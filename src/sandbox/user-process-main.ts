import path from "node:path";
import { fileURLToPath } from "node:url";
import { setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { failureOf } from "./failure.ts";
import type { GuardSetup } from "./guard-thread.ts";
import type { DeathCause, FromUserProcess, ToUserProcess } from "./messages.ts";
import { registerModuleHooks } from "./modules/module-hooks.ts";
import { captureOutput, notesWriter } from "./notes-writer.ts";
import { endTree, MARK } from "./process-tree.ts";
import type { Room, RoomContext, RoomHandler } from "./room.ts";
import { serviceCalls } from "./service-calls.ts";
import { watchRuntime } from "./watch-runtime.ts";
import { createUnitClock } from "./unit-clock.ts";

const OWN_FOLDER = path.resolve(import.meta.dirname, "..");

const units = createUnitClock();
const notes = notesWriter();
const flushOutput = captureOutput((level, text) => notes.line(level, text, units.current()));
const mark = process.env[MARK] ?? "";
const parent = process.ppid;
const tell = takeChannel();
const calls = serviceCalls(tell);
const stops = new Map<number, AbortController>();
let room: Room = {};
let runtimeChange: () => string | null = () => null;

process.on("uncaughtException", (error) => die("error", error));
process.on("disconnect", () => endTree(process.pid, mark));
process.on("message", (message: ToUserProcess) => {
  receive(message).catch((error: unknown) => die("error", error));
});
keepToItself();

async function receive(message: ToUserProcess): Promise<void> {
  switch (message.kind) {
    case "start":
      registerModuleHooks(message.packageUrl);
      startGuard(message.limits.maxMemoryMb);
      room = ((await import(message.room)) as { readonly room: Room }).room;
      runtimeChange = watchRuntime();
      return tell({ kind: "ready" });
    case "ask":
      return answer(message.id, message.name, message.input);
    case "stop":
      return stops.get(message.id)?.abort(new Error(message.reason));
    case "served":
    case "refused":
      return calls.settle(message);
  }
}

async function answer(id: number, name: string, input: unknown): Promise<void> {
  const handler: RoomHandler | undefined = Object.hasOwn(room, name) ? room[name] : undefined;
  const stop = new AbortController();
  stops.set(id, stop);
  notes.renew();
  const context: RoomContext = {
    units,
    runtimeChange: () => runtimeChange(),
    signal: stop.signal,
    call: (service, ...args) => calls.call(id, service, args),
    log: (level, text, fields) => notes.note({ kind: "log", level, text, fields }),
  };
  let reply: FromUserProcess;
  try {
    if (handler === undefined) throw new Error(`There is no "${name}" to ask for`);
    reply = { kind: "answer", id, value: await handler(input as never, context) };
  } catch (error) {
    reply = { kind: "failed", id, failure: failureOf(error, OWN_FOLDER) };
  }
  // What was thrown beside the answer (a promise that nobody awaited, a `setImmediate`) comes first, and ends the process.
  await turn();
  units.rest();
  stops.delete(id);
  flushOutput();
  notes.note({ kind: "end", id });
  try {
    tell(reply);
  } catch (error) {
    // The value holds a function or something else that cannot cross over.
    tell({ kind: "failed", id, failure: failureOf(error, OWN_FOLDER) });
  }
}

/** Nothing goes on after an error that nobody caught. */
function die(cause: DeathCause, error: unknown): never {
  flushOutput();
  notes.note({ kind: "death", cause, unit: units.current(), failure: failureOf(error, OWN_FOLDER) });
  endTree(process.pid, mark);
  // Not reached: the signal ends the process.
  process.abort();
}

function startGuard(maxMemoryMb: number): void {
  const file = `./guard-thread${path.extname(import.meta.filename)}`;
  const setup: GuardSetup = { units: units.memory, maxMemoryMb, parent, mark };
  const guard = new Worker(fileURLToPath(new URL(file, import.meta.url)), { workerData: setup, env: {} });
  guard.unref();
}

/** The way to the asker, which user code then no longer finds at `process`. */
function takeChannel(): (message: FromUserProcess) => void {
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error("A user's process is started by Nightgrid alone");
  for (const name of ["send", "disconnect"] as const) {
    Object.defineProperty(process, name, { value: undefined, configurable: false });
  }
  return (message) => {
    send(message);
  };
}

/** A process that user code ends says where; and no other process than its own is ended from here. */
function keepToItself(): void {
  const kill = process.kill.bind(process);
  process.exit = (code) => die("exit", new Error(`It called process.exit(${code ?? process.exitCode ?? 0})`));
  process.kill = (pid, signal) => {
    if (signal === 0 || pid === process.pid) return kill(pid, signal);
    throw new Error(`User code may not send ${signal ?? "SIGTERM"} to the process ${pid}`);
  };
}
