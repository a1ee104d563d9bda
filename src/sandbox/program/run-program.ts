import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { descendantsOf, markedProcesses } from "../process-tree.ts";
import type { HostReport } from "./host-protocol.ts";
import { type ProgramEnd, signalOfExit, type StopReason } from "./program-end.ts";
import type { ProgramHost } from "./program-host.ts";
import type { ProgramLog } from "./program-log.ts";
import { isAlive } from "./program-mark.ts";
import { progressIn } from "./program-progress.ts";
import { proportionalBytes, usageOf } from "./tree-usage.ts";

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

/** Programs that one program has running at a time. */
const MOST_PROCESSES = 1000;
const FIRST_LOOK_MS = 25;
const LOOK_MS = 250;
/** Looks between two searches of the whole host for what has left the tree. */
const LOOKS_PER_SEARCH = 8;
const PROGRESS_TAIL_BYTES = 8192;
/** Of a process that was killed; one that hangs in the system is not waited for any longer. */
const LONGEST_DEATH_MS = 3000;
/** As a shell says that a program was ended by SIGKILL. */
const KILLED = 128 + 9;

export interface ProgramPlace {
  readonly host: ProgramHost;
  readonly log: ProgramLog;
}

/**
 * Runs a program with all that it starts, within its limits; when it has ended, nothing of it is left.
 *
 * @throws Error when its log cannot be written, or a word has a NUL character; then it was not started
 */
export function runProgram(program: Program, place: ProgramPlace, watch: ProgramWatch): Promise<ProgramEnd> {
  return new RunningProgram(program, place, watch).ended();
}

class RunningProgram {
  readonly #program: Program;
  readonly #limits: ProgramLimits;
  readonly #host: ProgramHost;
  readonly #log: ProgramLog;
  readonly #watch: ProgramWatch;
  readonly #exit = Promise.withResolvers<void>();
  #hasExited = false;
  #stopped: StopReason | null = null;
  #peakBytes = 0;
  #looks = 0;

  constructor(program: Program, { host, log }: ProgramPlace, watch: ProgramWatch) {
    this.#program = program;
    this.#limits = program.limits;
    this.#host = host;
    this.#log = log;
    this.#watch = watch;
  }

  async ended(): Promise<ProgramEnd> {
    const stop = (): void => this.#stop("stopped");
    const force = (): void => this.#force();
    const { signal, force: forced } = this.#watch;
    signal.addEventListener("abort", stop, { once: true });
    forced?.addEventListener("abort", force, { once: true });
    const overdue = setTimeout(() => this.#stop("timeout"), Math.min(this.#limits.timeoutMs, 2 ** 31 - 1));
    const began = performance.now();
    const looking = this.#lookOn();
    const running = this.#host.run(this.#program, (fraction) => this.#tell(fraction));
    const report = await running.finally(() => {
      this.#hasExited = true;
      this.#exit.resolve();
      clearTimeout(overdue);
      signal.removeEventListener("abort", stop);
      forced?.removeEventListener("abort", force);
    });
    const durationMs = performance.now() - began;
    const left = this.#host.endRest();
    if (!this.#host.isFree) await untilGone([...left, ...this.#host.own]);
    await looking;
    // What was written since the last look.
    await this.#log.settle(this.#limits.logBytes).catch(() => undefined);
    if (report?.exitCode === null) throw await refusalOf(this.#program.logFile);
    return { ...this.#exitOf(report), durationMs, leftRunning: left.length };
  }

  #exitOf(report: HostReport | null): Omit<ProgramEnd, "durationMs" | "leftRunning"> {
    // Whoever has ended the process that waits, has ended the program.
    const exitCode = this.#stopped === null ? (report?.exitCode ?? KILLED) : null;
    return {
      exitCode,
      signal: exitCode === null ? null : signalOfExit(exitCode),
      stopped: this.#stopped,
      cpuMs: report === null ? null : this.#host.takeCpuMs(report),
      peakBytes: this.#peakBytes === 0 ? null : this.#peakBytes,
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
    const limits = this.#limits;
    const { pid, mark, own } = this.#host;
    this.#looks++;
    const isSearch = this.#looks % LOOKS_PER_SEARCH === 0;
    const found = new Set([...descendantsOf(pid), ...(isSearch ? markedProcesses(mark) : [])]);
    const processes = [...found].filter((one) => !own.has(one));
    const { residentBytes, highestBytes } = usageOf(processes);
    if (processes.length > MOST_PROCESSES) return this.#stop("processes");
    const isOver = residentBytes > limits.memoryBytes;
    const used = isOver ? proportionalBytes(processes) : residentBytes;
    this.#peakBytes = Math.max(this.#peakBytes, used, highestBytes);
    if (isOver && used > limits.memoryBytes) this.#stop("memory");
  }

  async #lookAtLog(): Promise<void> {
    await this.#log.keepWithin(this.#limits.logBytes, () => this.#hold());
    const said = progressIn(await this.#log.tail(PROGRESS_TAIL_BYTES));
    if (said !== null) this.#tell(said);
  }

  #tell(fraction: number): void {
    this.#watch.onProgress?.(fraction);
  }

  #hold(): Disposable {
    this.#host.signal("SIGSTOP");
    return { [Symbol.dispose]: () => this.#host.signal("SIGCONT") };
  }

  /** What fills the memory, or the table of processes, gets no time for it. */
  #stop(reason: StopReason): void {
    if (this.#stopped !== null || this.#hasExited) return;
    this.#stopped = reason;
    const { graceMs } = this.#limits;
    const end = (): void => this.#force();
    if (reason === "memory" || reason === "processes" || graceMs === 0) return end();
    this.#host.spend();
    this.#host.signal("SIGTERM");
    const forced = setTimeout(end, graceMs);
    void this.#exit.promise.then(() => clearTimeout(forced));
  }

  #force(): void {
    if (this.#hasExited) return;
    this.#stopped ??= "stopped";
    this.#host.endAll();
  }
}

/** Why a log cannot be written, as the system says it. */
async function refusalOf(logFile: string): Promise<unknown> {
  try {
    await (await open(logFile, "a")).close();
    return new Error(`${logFile} could not be written`);
  } catch (error) {
    return error;
  }
}

/** The system takes a moment to end what was killed, longer where there is much memory to give back. */
async function untilGone(processes: readonly number[]): Promise<void> {
  const from = performance.now();
  while (processes.some(isAlive) && performance.now() - from < LONGEST_DEATH_MS) await delay(FIRST_LOOK_MS);
}
