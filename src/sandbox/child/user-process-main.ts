import { Socket } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors/app-error.ts";
import { codeOfExit } from "../../core/errors/failure-class.ts";
import { type FrameChannel, frameChannel } from "../channel/frame-channel.ts";
import { writeWhole } from "../channel/write-whole.ts";
import { keepCompiledCode } from "../compile-cache.ts";
import { failureOf } from "../failure.ts";
import type { GuardSetup } from "./guard-thread.ts";
import { CHANNEL_FD, type DeathCause, type FromUserProcess, type ToUserProcess } from "../messages.ts";
import { registerModuleHooks } from "../modules/module-hooks.ts";
import { captureOutput, notesWriter } from "./notes-writer.ts";
import { packParcel, type Parcel, unpackParcel } from "../parcel/parcel.ts";
import { inheritedScratchFile } from "../parcel/scratch-file.ts";
import { endStarted, endTree, MARK } from "../process-tree.ts";
import type { Room, RoomContext, RoomHandler } from "../room.ts";
import { serviceCalls } from "./service-calls.ts";
import { watchRuntime } from "./watch-runtime.ts";
import { createUnitClock } from "./unit-clock.ts";

const OWN_FOLDER = path.resolve(import.meta.dirname, "../..");

/** Half of the time between two beats of the guard. */
const TURN_MS = 500;

const units = createUnitClock();
const notes = notesWriter();
const flushOutput = captureOutput((level, text) => notes.line(level, text, units.current()));
const mark = process.env[MARK] ?? "";
const parent = process.ppid;
const { setImmediate: nextTurn, process: own } = globalThis;
const channel = openChannel();
const tell = (message: FromUserProcess): void => channel.send(message);
const scratch = inheritedScratchFile();
const calls = serviceCalls(tell);
const stops = new Map<number, AbortController>();
let room: Room = {};
let runtimeChange: () => string | null = () => null;

process.on("uncaughtException", (error) => die("error", error));
keepToItself();
setInterval(() => units.turn(), TURN_MS).unref();

async function receive(message: ToUserProcess): Promise<void> {
  switch (message.kind) {
    case "start":
      registerModuleHooks(message.packageUrl);
      startGuard(message.limits.maxMemoryMb);
      room = ((await import(message.room)) as { readonly room: Room }).room;
      keepCompiledCode();
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

async function answer(id: number, name: string, input: Parcel): Promise<void> {
  const handler: RoomHandler | undefined = Object.hasOwn(room, name) ? room[name] : undefined;
  const stop = new AbortController();
  stops.set(id, stop);
  units.answering(id);
  const context: RoomContext = {
    units,
    runtimeChange: () => runtimeChange(),
    signal: stop.signal,
    call: (service, ...args) => calls.call(id, service, args),
    end: die,
    log: (level, text, fields) => notes.log(level, text, fields),
  };
  let reply: FromUserProcess;
  try {
    if (handler === undefined) throw new Error(`There is no "${name}" to ask for`);
    const value = await handler(unpackParcel(input, scratch) as never, context);
    reply = { kind: "answer", id, value: packParcel(value, scratch) };
  } catch (error) {
    reply = { kind: "failed", id, failure: failureOf(error, OWN_FOLDER) };
  }
  // What was thrown beside the answer (a promise that nobody awaited, a `setImmediate`) comes first, and ends the process.
  await new Promise<void>((resolve) => nextTurn(resolve));
  stops.delete(id);
  flushOutput();
  notes.endLines();
  notes.note({ kind: "end", id });
  tell(reply);
  units.answering(0);
}

/** Nothing goes on after an error that nobody caught. */
function die(cause: DeathCause, error: unknown): never {
  flushOutput();
  notes.endLines();
  notes.note({
    kind: "death",
    cause,
    unit: units.current(),
    asked: units.question(),
    failure: failureOf(error, OWN_FOLDER),
  });
  endTree(own.pid, mark);
  // Not reached: the signal ends the process.
  throw error;
}

function startGuard(maxMemoryMb: number): void {
  const file = `./guard-thread${path.extname(import.meta.filename)}`;
  const setup: GuardSetup = { units: units.memory, maxMemoryMb, parent, mark };
  const guard = new Worker(fileURLToPath(new URL(file, import.meta.url)), { workerData: setup, env: {} });
  guard.unref();
}

/** The way to the asker. Without it there is nobody to work for. */
function openChannel(): FrameChannel {
  return frameChannel(new Socket({ fd: CHANNEL_FD }), {
    write: (bytes) => writeWhole(CHANNEL_FD, bytes),
    mostBytes: Number.MAX_SAFE_INTEGER,
    hear(message) {
      receive(message as ToUserProcess).catch((error: unknown) => die("error", error));
    },
    broken: (problem) => die("error", new Error(`Nightgrid sent ${problem}`)),
    closed: () => endTree(own.pid, mark),
  });
}

/**
 * A process that user code ends says where, and takes with it what it has started; no other process than its own is
 * ended from here.
 */
function keepToItself(): void {
  const kill = process.kill.bind(process);
  // Node's types leave it out.
  const ending = process as NodeJS.Process & { reallyExit: (code?: number) => never };
  const abort = process.abort.bind(process);
  const reallyExit = ending.reallyExit.bind(process);
  process.exit = (code) => {
    const exitCode = code ?? process.exitCode ?? 0;
    return die("exit", new AppError(codeOfExit(Number(exitCode)), `It called process.exit(${exitCode})`));
  };
  ending.reallyExit = (code) => {
    endStarted(own.pid, mark);
    return reallyExit(code);
  };
  process.abort = () => {
    endStarted(own.pid, mark);
    return abort();
  };
  process.kill = (pid, signal) => {
    if (signal === 0) return kill(pid, signal);
    if (pid !== own.pid) throw new Error(`User code may not send ${signal ?? "SIGTERM"} to the process ${pid}`);
    if (signal === "SIGKILL") endStarted(own.pid, mark);
    return kill(pid, signal);
  };
}
