import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { createScratchFile, type ScratchFile } from "../../sandbox/parcel/scratch-file.ts";
import type { Env } from "./find-interpreter.ts";
import {
  ANSWER_KINDS,
  type FromInterpreterThread,
  type InterpreterAnswer,
  type InterpreterEnd,
  type InterpreterThreadSetup,
} from "./interpreter-messages.ts";

const WORKER = fileURLToPath(new URL("../../../python/nightgrid_worker", import.meta.url));
const HEADER_BYTES = 4;
/** Kind and unit. */
const HEAD_BYTES = 5;
const LONGEST_ANSWER_BYTES = 1024 * 1024 * 1024;

/**
 * One cell per core is computed at a time, so that libraries need no threads; the same number of them gives the same bits everywhere.
 * Sets of texts have an order that does not change from process to process.
 */
const SETTLED = {
  PYTHONHASHSEED: "0",
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  NUMEXPR_NUM_THREADS: "1",
  VECLIB_MAXIMUM_THREADS: "1",
};

/**
 * A Python interpreter, asked from a thread that waits for its answers: the engine is told signals while it computes. It
 * belongs to a user's process, which ends it and limits its memory and time.
 */
export class Interpreter {
  readonly #thread: Worker;
  readonly #port: MessagePort;
  readonly #wakes = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #columns: ScratchFile;
  readonly #onEnd: (end: InterpreterEnd) => never;
  #unread: Uint8Array[] = [];
  #unreadBytes = 0;

  /**
   * @param env of this process: what user code may see, and the mark by which all is found that it starts
   * @param onEnd is called instead of an answer; ends this process
   */
  constructor(command: string, env: Env, onEnd: (end: InterpreterEnd) => never) {
    this.#onEnd = onEnd;
    this.#columns = createScratchFile(Number.MAX_SAFE_INTEGER);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.unref();
    const setup: InterpreterThreadSetup = {
      command,
      // No files of compiled code beside the user's own.
      args: ["-B", WORKER],
      env: { ...SETTLED, ...env },
      scratchFd: this.#columns.fd,
      port: port2,
      wakes: this.#wakes,
    };
    const file = `./interpreter-thread${path.extname(import.meta.filename)}`;
    this.#thread = new Worker(new URL(file, import.meta.url), { workerData: setup, transferList: [port2] });
    this.#thread.unref();
  }

  /** Asks and waits. */
  ask(request: Readonly<Record<string, unknown>>): InterpreterAnswer {
    this.send(request);
    return this.receive();
  }

  send(request: Readonly<Record<string, unknown>>): void {
    const body = Buffer.from(JSON.stringify(request));
    const frame = new Uint8Array(HEADER_BYTES + body.length);
    new DataView(frame.buffer).setUint32(0, body.length, true);
    frame.set(body, HEADER_BYTES);
    this.#port.postMessage(frame);
  }

  /** What requests refer to: columns of bars, one after the other. */
  writeColumns(columns: readonly Float64Array[]): void {
    const parts = columns.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
    if (!this.#columns.write(parts))
      throw new Error("There is no room for the bars in /dev/shm or the temporary folder");
  }

  /** Waits for the next answer. */
  receive(): InterpreterAnswer {
    const length = new DataView(this.#take(HEADER_BYTES).buffer).getUint32(0, true);
    if (length < HEAD_BYTES || length > LONGEST_ANSWER_BYTES) return this.#onEnd({ kind: "garbled" });
    const frame = this.#take(length);
    const view = new DataView(frame.buffer);
    const kind = ANSWER_KINDS[view.getUint8(0)];
    if (kind === undefined) return this.#onEnd({ kind: "garbled" });
    return { kind, unit: view.getInt32(1, true), body: frame.subarray(HEAD_BYTES) };
  }

  /** What came is no answer to what was asked. Does not return. */
  garbled(): never {
    return this.#onEnd({ kind: "garbled" });
  }

  /** Resolves when it is gone. */
  async close(): Promise<void> {
    const gone = once(this.#thread, "exit");
    this.#thread.ref();
    this.#port.postMessage(null);
    await gone;
    this.#columns.close();
  }

  #take(bytes: number): Uint8Array<ArrayBuffer> {
    while (this.#unreadBytes < bytes) this.#wait();
    const whole = new Uint8Array(bytes);
    for (let at = 0; at < bytes; ) {
      const [first = new Uint8Array(0)] = this.#unread;
      const part = first.subarray(0, bytes - at);
      whole.set(part, at);
      at += part.length;
      if (part.length === first.length) this.#unread.shift();
      else this.#unread[0] = first.subarray(part.length);
    }
    this.#unreadBytes -= bytes;
    return whole;
  }

  #wait(): void {
    const seen = Atomics.load(this.#wakes, 0);
    const received = receiveMessageOnPort(this.#port);
    if (received === undefined) {
      Atomics.wait(this.#wakes, 0, seen);
      return;
    }
    const message = received.message as FromInterpreterThread;
    if (message.kind !== "bytes") return this.#onEnd(message);
    this.#unread.push(message.bytes);
    this.#unreadBytes += message.bytes.length;
  }
}
