import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Socket } from "node:net";
import { allowedEnv } from "./allowed-env.ts";
import { type FrameChannel, frameChannel } from "../channel/frame-channel.ts";
import { parsedMessage } from "../channel/parse-message.ts";
import { sizeProblem } from "../channel/size-problem.ts";
import { compileCacheEnv } from "../compile-cache.ts";
import { failureOf } from "../failure.ts";
import type { FromUserProcess, Note, ToUserProcess, UserLimits } from "../messages.ts";
import { followOutput, type OutputFollower } from "./follow-output.ts";
import { packParcel, unpackParcel } from "../parcel/parcel.ts";
import { createScratchFile, type ScratchFile } from "../parcel/scratch-file.ts";
import { endTree, MARK } from "../process-tree.ts";
import { type PulseWatch, watchPulse } from "./pulse-watch.ts";
import { PendingQuestion, type Settlement } from "./pending-question.ts";
import type { Question } from "../question.ts";
import { deathOf, UserProcessDied } from "./user-process-died.ts";

export interface UserProcessSetup extends UserLimits {
  /** `file:` URL of the module whose `room` answers. */
  readonly room: string;
  /** `file:` URL that `import … from "nightgrid"` means. */
  readonly packageUrl: string;
  /** Of its JavaScript heap in MiB. */
  readonly maxHeapMb: number;
  /** Of Nightgrid itself; what of it is handed on, `allowedEnv` says. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const MAIN = path.join(import.meta.dirname, `../child/user-process-main${path.extname(import.meta.filename)}`);
const OWN_FOLDER = path.resolve(import.meta.dirname, "../..");
/** Of loading Nightgrid's own code, on a slow disk. */
const START_MS = 30_000;
/** Of one answer or call, such as an artifact that is written in one piece. */
const LONGEST_MESSAGE_BYTES = 512 * 1024 * 1024;
/** Of one question; what is printed as a rule comes to a hundredth of it. */
const MOST_NOTED_BYTES = 256 * 1024 * 1024;
/** Calls of services that are answered at a time. */
const MOST_CALLS = 64;
/** Between the end of the ways to a process and that of the process itself. */
const PARTING_MS = 2000;
const MIB = 1024 * 1024;
const QUIET = ["MODULE_TYPELESS_PACKAGE_JSON", "ExperimentalWarning"].map((name) => `--disable-warning=${name}`);

/**
 * A process in which user code runs, seen from outside. It answers one question at a time; a question that cannot be
 * answered any more, for whatever reason, is the last one.
 */
export class UserProcess {
  readonly #child: ChildProcess;
  readonly #mark = randomUUID();
  readonly #output: OutputFollower;
  readonly #socket: Socket;
  readonly #channel: FrameChannel;
  readonly #scratch: ScratchFile;
  readonly #ready = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #pending: PendingQuestion | null = null;
  #death: UserProcessDied | null = null;
  #lastId = 0;
  #pulse: PulseWatch | null = null;
  #notedBytes = 0;
  #calls = 0;
  readonly #waitingCalls: (() => Promise<void>)[] = [];
  /** Hears also of what is said after its answer. */
  #lastQuestion: Question = {};

  constructor(setup: UserProcessSetup) {
    const { room, packageUrl, maxHeapMb, maxMemoryMb, env } = setup;
    this.#scratch = createScratchFile(maxMemoryMb * MIB);
    this.#child = spawn(process.execPath, [`--max-old-space-size=${maxHeapMb}`, ...QUIET, MAIN], {
      // In a group of its own: a Ctrl-C is Nightgrid's to heed, and the group is ended as a whole.
      detached: true,
      env: { ...allowedEnv(env), ...compileCacheEnv(), [MARK]: this.#mark },
      // In the order of NOTES_FD, CHANNEL_FD and SCRATCH_FD.
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", this.#scratch.fd],
    });
    const [, , , notes, socket] = this.#child.stdio as unknown as readonly Socket[] & {
      readonly 3: Socket;
      readonly 4: Socket;
    };
    this.#socket = socket;
    this.#output = followOutput([this.#child.stdout, this.#child.stderr, notes], (note) => this.#hear(note));
    notes.on("data", (text: string) => this.#countNotes(text.length));
    notes.once("close", () => this.#part());
    this.#channel = frameChannel(socket, {
      write: (bytes) => void (socket.writable && socket.write(bytes)),
      mostBytes: LONGEST_MESSAGE_BYTES,
      hear: (message) => this.#receive(parsedMessage(message)),
      broken: (problem) => this.#dieOfWriting(problem),
      closed: () => this.#part(),
    });
    this.#child.once("error", (error) =>
      this.#die(new UserProcessDied("crash", { failure: failureOf(error, OWN_FOLDER) })),
    );
    this.#child.once("exit", (code, signal) => {
      void this.#output
        .drained()
        .then(() => this.#die(deathOf({ code, signal, lastLines: this.#output.lastLines(), maxHeapMb })));
    });
    this.#ready.promise.catch(() => undefined);
    void this.#ended.promise.then(() => this.#scratch.close());
    this.#tell({ kind: "start", room, packageUrl, limits: { maxMemoryMb } });
    this.#hold(false);
  }

  get isDead(): boolean {
    return this.#death !== null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * @param input crosses by structured clone
   * @throws UserProcessDied; what the room's handler has thrown; the reason of `signal`
   */
  async ask<T>(name: string, input: unknown, question: Question = {}): Promise<T> {
    if (this.#pending !== null) throw new Error("A user's process answers one question at a time");
    this.#lastId++;
    const pending = new PendingQuestion(this.#lastId, question);
    this.#pending = pending;
    this.#lastQuestion = question;
    this.#notedBytes = 0;
    this.#hold(true);
    try {
      await this.#started(pending);
      this.#pulse = watchPulse(this.#child.pid ?? 0, pending.id, (death) => this.#die(death));
      this.#tell({ kind: "ask", id: pending.id, name, input: packParcel(input, this.#scratch) });
      return (await pending.limited((reason) => this.#stop(pending, reason))) as T;
    } finally {
      this.#pulse?.stop();
      this.#pulse = null;
      this.#pending = null;
      this.#hold(false);
    }
  }

  /** Ends it with all that it has started; resolves when it is gone. */
  async end(): Promise<void> {
    this.#death ??= new UserProcessDied("crash", { message: "It was ended." });
    const { pid } = this.#child;
    if (pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      endTree(pid, this.#mark);
      this.#child.ref();
      await this.#ended.promise;
    }
  }

  async #started(pending: PendingQuestion): Promise<void> {
    if (this.#death !== null) {
      const { message, why } = this.#death;
      throw new UserProcessDied(why, { message, hasBegun: false });
    }
    const late = setTimeout(
      () => this.#die(new UserProcessDied("timeout", { message: "It did not start.", hasBegun: false })),
      START_MS,
    );
    try {
      await Promise.race([this.#ready.promise, pending.aborted]);
    } finally {
      clearTimeout(late);
    }
  }

  /** First by its signal; then, if it still is at it, for good. */
  #stop(pending: PendingQuestion, reason: Error): void {
    this.#tell({ kind: "stop", id: pending.id, reason: reason.message });
    const end = (): void => {
      if (this.#pending !== pending) return;
      pending.reject(reason);
      void this.end();
    };
    if ((pending.question.graceMs ?? 0) === 0) end();
    else setTimeout(end, pending.question.graceMs);
  }

  #receive(message: FromUserProcess | null): void {
    if (message === null) return this.#dieOfWriting("what is no message");
    if (message.kind === "ready") return this.#ready.resolve();
    const pending = this.#pending;
    // Nobody waits for it: whatever says so is not to be asked again.
    if (pending === null || pending.id !== message.id) {
      return this.#die(new UserProcessDied("crash", { message: "It answered what nobody had asked." }));
    }
    if (message.kind === "call") return this.#serve(pending, message);
    if (message.kind === "failed") return void pending.settle(message);
    const opened = this.#opened(message);
    if (opened === null) return this.#dieOfWriting("an answer that cannot be read");
    const problem = sizeProblem(opened.value);
    if (problem !== null) return this.#dieOfWriting(`an answer that cannot be taken: ${problem}`);
    void pending.settle(opened);
  }

  #opened({ id, value }: Extract<FromUserProcess, { kind: "answer" }>): Extract<Settlement, { kind: "answer" }> | null {
    try {
      return { kind: "answer", id, value: unpackParcel(value, this.#scratch) };
    } catch {
      return null;
    }
  }

  /** Calls beyond the limit wait, most of them in the process that makes them. */
  #serve(pending: PendingQuestion, message: Extract<FromUserProcess, { kind: "call" }>): void {
    this.#waitingCalls.push(async () => {
      await pending.serve(message, (reply) => this.#tell(reply));
      this.#calls--;
      this.#serveWaiting();
    });
    this.#serveWaiting();
  }

  #serveWaiting(): void {
    while (this.#calls < MOST_CALLS) {
      const serve = this.#waitingCalls.shift();
      if (serve === undefined) return this.#channel.resume();
      this.#calls++;
      void serve();
    }
    this.#channel.pause();
  }

  #hear(note: Note): void {
    if (note.kind === "beat") return this.#pulse?.beat(note.asked);
    if (note.kind === "death") {
      const { cause, unit, asked, failure } = note;
      const hasBegun = this.#pending === null || this.#pending.id === asked;
      return this.#die(new UserProcessDied(cause, { unit, failure, hasBegun }));
    }
    if (note.kind === "end") {
      if (this.#pending?.id === note.id) this.#pending.endNotes();
      return;
    }
    const { onLine, onLog } = this.#lastQuestion;
    if (note.kind === "line") onLine?.(note);
    else onLog?.(note.level, note.text, note.fields);
  }

  #die(death: UserProcessDied): void {
    const { pid } = this.#child;
    if (pid !== undefined && this.#death === null) endTree(pid, this.#mark);
    if (this.#death === null && this.#pending === null) this.#mourn(death);
    this.#death ??= death;
    this.#ready.reject(this.#death);
    this.#pending?.reject(this.#death);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || pid === undefined) this.#ended.resolve();
  }

  /** Nobody waits for an answer: the reason is a line of the last question's. */
  #mourn({ message, userStack }: UserProcessDied): void {
    const text = [`It failed after it had answered: ${message}`, userStack].filter((part) => part !== "").join("\n");
    this.#lastQuestion.onLine?.({ level: "error", unit: null, text });
  }

  #countNotes(characters: number): void {
    this.#notedBytes += characters;
    if (this.#notedBytes > MOST_NOTED_BYTES) this.#dieOfWriting(`more than ${MOST_NOTED_BYTES / MIB} MiB to its log`);
  }

  #dieOfWriting(what: string): void {
    this.#die(new UserProcessDied("crash", { message: `It wrote ${what}.` }));
  }

  /** A way to it has ended: so has the process as a rule, or it will have soon. */
  #part(): void {
    if (this.#death !== null) return;
    setTimeout(
      () => this.#die(new UserProcessDied("crash", { message: "It closed descriptors that are not its own." })),
      PARTING_MS,
    ).unref();
  }

  #tell(message: ToUserProcess): void {
    // To one that has just ended nothing is sent; its end is heard of elsewhere.
    this.#channel.send(message);
  }

  /** One that nobody waits for does not keep Nightgrid from ending. */
  #hold(isBusy: boolean): void {
    const act = isBusy ? "ref" : "unref";
    this.#child[act]();
    this.#socket[act]();
    this.#output[act]();
  }
}
