import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { endStarted, endTree, MARK } from "../process-tree.ts";
import { hostTools } from "./host-tools.ts";
import { type ProgramEnd, signalOfExit, type StopReason } from "./program-end.ts";
import { openProgramLog, type ProgramLog } from "./program-log.ts";
import { isAlive, newProgramMark } from "./program-mark.ts";
import { progressIn, progressOfLine } from "./program-progress.ts";
import { proportionalBytes, usageOf } from "./tree-usage.ts";
import { cpuMsOf, wrappedCommand } from "./wrapped-command.ts";

export interface Program {
  /** Program and words; the program is a file, or a name to be found in the PATH of `env`. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** All of it: nothing else is handed on. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard output and error, appended. */
  readonly logFile: string;
  readonly limits: ProgramLimits;
  readonly isLow: boolean;
  readonly isStrict: boolean;
}

export interface ProgramLimits {
  readonly timeoutMs: number;
  /** Of all its processes together. */
  readonly memoryBytes: number;
  readonly logBytes: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

export interface ProgramWatch {
  /** Asks it to end, and ends it when its time for that is over. */
  readonly signal: AbortSignal;
  /** Ends it at once. */
  readonly force?: AbortSignal;
  /** Fractions of its work, 0 … 1, as the program says them. */
  readonly onProgress?: (fraction: number) => void;
}

/** Where a program may say how far it is, a number or JSON per line. */
export const PROGRESS_FD = 3;
/** Programs that one program has running at a time. */
const MOST_PROCESSES = 1000;
const FIRST_LOOK_MS = 25;
const LOOK_MS = 250;
/** Looks between two searches of the whole host for what has left the tree. */
const LOOKS_PER_SEARCH = 8;
const PROGRESS_TAIL_BYTES = 8192;
/** Of a process that was killed; one that hangs in the system is not waited for any longer. */
const LONGEST_DEATH_MS = 3000;
/** Of what is said on the way out. */
const LAST_WORDS_MS = 200;

/**
 * Runs a program with all that it starts, within its limits; when it has ended, nothing of it is left. Must be called in the main
 * thread: a program is tied to the thread that starts it.
 *
 * @throws Error of the system when it cannot be started
 */
export async function runProgram(program: Program, watch: ProgramWatch): Promise<ProgramEnd> {
  watch.signal.throwIfAborted();
  const { argv, cwd, env, limits, isLow, isStrict } = program;
  const [file = "", ...words] = wrappedCommand(argv, await hostTools(), { isLow, isStrict });
  const mark = newProgramMark();
  await using log = await openProgramLog(program.logFile);
  const child = spawn(file, words, {
    cwd,
    env: { ...env, [MARK]: mark, NIGHTGRID_PROGRESS_FD: String(PROGRESS_FD) },
    // In a group of its own: a Ctrl-C is Nightgrid's to heed, and the group is ended as a whole.
    detached: true,
    // In the order of PROGRESS_FD and USAGE_FD.
    stdio: ["ignore", log.fd, log.fd, "pipe", "pipe"],
  });
  await once(child, "spawn");
  return await new RunningProgram(child, { mark, log, limits }, watch).ended();
}

interface Running {
  readonly mark: string;
  readonly log: ProgramLog;
  readonly limits: ProgramLimits;
}

class RunningProgram {
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly #running: Running;
  readonly #watch: ProgramWatch;
  readonly #began = performance.now();
  readonly #exit = Promise.withResolvers<void>();
  #hasExited = false;
  #stopped: StopReason | null = null;
  #peakBytes = 0;
  #looks = 0;
  #usage = "";

  constructor(child: ChildProcess, running: Running, watch: ProgramWatch) {
    this.#child = child;
    this.#pid = child.pid ?? 0;
    this.#running = running;
    this.#watch = watch;
    const [, , , progress, usage] = child.stdio as readonly (Readable | null)[];
    if (progress) hearProgress(progress, (fraction) => this.#tell(fraction));
    usage?.setEncoding("latin1").on("data", (text: string) => (this.#usage += text));
    child.once("exit", () => {
      this.#hasExited = true;
      this.#exit.resolve();
    });
  }

  async ended(): Promise<ProgramEnd> {
    const { limits } = this.#running;
    const stop = (): void => this.#stop("stopped");
    const force = (): void => this.#force();
    const { signal, force: forced } = this.#watch;
    signal.addEventListener("abort", stop, { once: true });
    forced?.addEventListener("abort", force, { once: true });
    const overdue = setTimeout(() => this.#stop("timeout"), Math.min(limits.timeoutMs, 2 ** 31 - 1));
    const looking = this.#lookOn();
    await this.#exit.promise;
    const durationMs = performance.now() - this.#began;
    clearTimeout(overdue);
    signal.removeEventListener("abort", stop);
    forced?.removeEventListener("abort", force);
    const leftRunning = await this.#endRest();
    await looking;
    // What was written since the last look.
    await this.#running.log.settle(limits.logBytes).catch(() => undefined);
    await lastWords(this.#child.stdio[4]);
    for (const stream of this.#child.stdio) stream?.destroy();
    const exitCode = this.#stopped === null ? exitCodeOf(this.#child) : null;
    return {
      exitCode,
      signal: exitCode === null ? null : signalOfExit(exitCode),
      stopped: this.#stopped,
      durationMs,
      cpuMs: cpuMsOf(this.#usage),
      peakBytes: this.#peakBytes === 0 ? null : this.#peakBytes,
      leftRunning,
    };
  }

  /** Several times a second: at what it uses, what it has written, and how far it is. */
  async #lookOn(): Promise<void> {
    let pauseMs = FIRST_LOOK_MS;
    while (!this.#hasExited) {
      await Promise.race([this.#exit.promise, delay(pauseMs)]);
      if (this.#hasExited) return;
      pauseMs = Math.min(2 * pauseMs, LOOK_MS);
      this.#lookAtUsage();
      // A disk that cannot be written now, can later: the program goes on.
      await this.#lookAtLog().catch(() => undefined);
    }
  }

  #lookAtUsage(): void {
    const { mark, limits } = this.#running;
    this.#looks++;
    const isSearch = this.#looks % LOOKS_PER_SEARCH === 0;
    const { processes, residentBytes, highestBytes } = usageOf(this.#pid, isSearch ? mark : null);
    if (processes.length > MOST_PROCESSES) return this.#stop("processes");
    const isOver = residentBytes > limits.memoryBytes;
    const used = isOver ? proportionalBytes(processes) : residentBytes;
    this.#peakBytes = Math.max(this.#peakBytes, used, highestBytes);
    if (isOver && used > limits.memoryBytes) this.#stop("memory");
  }

  async #lookAtLog(): Promise<void> {
    const { log, limits } = this.#running;
    await log.keepWithin(limits.logBytes, () => this.#hold());
    const said = progressIn(await log.tail(PROGRESS_TAIL_BYTES));
    if (said !== null) this.#tell(said);
  }

  #tell(fraction: number): void {
    this.#watch.onProgress?.(fraction);
  }

  #hold(): Disposable {
    this.#signal("SIGSTOP");
    return { [Symbol.dispose]: () => this.#signal("SIGCONT") };
  }

  /** What fills the memory, or the table of processes, gets no time for it. */
  #stop(reason: StopReason): void {
    if (this.#stopped !== null || this.#hasExited) return;
    this.#stopped = reason;
    const { limits } = this.#running;
    const end = (): void => this.#force();
    if (reason === "memory" || reason === "processes" || limits.graceMs === 0) return end();
    this.#signal("SIGTERM");
    const forced = setTimeout(end, limits.graceMs);
    void this.#exit.promise.then(() => clearTimeout(forced));
  }

  #force(): void {
    if (this.#hasExited) return;
    this.#stopped ??= "stopped";
    endTree(this.#pid, this.#running.mark);
  }

  /** Ends what it has left, in its group or out of it. */
  async #endRest(): Promise<number> {
    const left = endStarted(this.#pid, this.#running.mark);
    this.#signal("SIGKILL");
    await untilGone([...left]);
    return left.size;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.#pid, signal);
    } catch {
      // There is no such group any more.
    }
  }
}

function hearProgress(stream: Readable, tell: (fraction: number) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = `${rest}${text}`.split("\n");
    rest = (lines.pop() ?? "").slice(-PROGRESS_TAIL_BYTES);
    const said = lines.flatMap((line) => progressOfLine(line) ?? []).at(-1);
    if (said !== undefined) tell(said);
  });
  stream.on("error", () => undefined);
}

function exitCodeOf({ exitCode, signalCode }: ChildProcess): number | null {
  if (exitCode !== null) return exitCode;
  // Whoever has ended the process that waits, has ended the program.
  return signalCode === null ? null : 128 + 9;
}

/** The system takes a moment to end what was killed, longer where there is much memory to give back. */
async function untilGone(processes: readonly number[]): Promise<void> {
  const from = performance.now();
  while (processes.some(isAlive) && performance.now() - from < LONGEST_DEATH_MS) await delay(FIRST_LOOK_MS);
}

/** What was written before the end arrives with it, or never. */
async function lastWords(stream: unknown): Promise<void> {
  const readable = stream as Readable | null | undefined;
  if (!readable || readable.readableEnded) return;
  await Promise.race([once(readable, "close").catch(() => undefined), delay(LAST_WORDS_MS)]);
}
