import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { descendantsOf, endStarted, endTree, MARK } from "../process-tree.ts";
import { HOST_SHELL, type HostJob, type HostReport, jobText, PROGRESS_FD, READY, readReport } from "./host-protocol.ts";
import { newProgramMark } from "./program-mark.ts";
import { hearProgress, type ProgressReader } from "./program-progress.ts";
import { lastStarted, mayBeRunning } from "./started-since.ts";

export interface HostSetup {
  /** What it is started by. */
  readonly wrap: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** In a namespace of its own: for one program, with which it ends. */
  readonly isStrict: boolean;
}

/** A program that took longer may have started so many processes that their numbers say nothing. */
const SHORT_MS = 1000;

/**
 * A small process that starts programs for this one, one after the other: a large process takes many times as long to start another.
 * It leads a group in which its programs are, and ends with this process, however that ends. A program that ends the one
 * that has started it ends nothing but itself.
 */
export class ProgramHost {
  readonly pid: number;
  /** Carried by it and by all that its programs start. */
  readonly mark: string;
  /** Processes that are no program's. */
  readonly own: ReadonlySet<number>;
  readonly #child: ChildProcess;
  readonly #commands: Socket;
  readonly #progress: ProgressReader;
  #env: Readonly<Record<string, string>>;
  /** Whether what its programs leave can be told by the numbers of processes. */
  readonly #isCounted: boolean;
  #said = "";
  #cpuMs = 0;
  #running: PromiseWithResolvers<HostReport | null> | null = null;
  #tell: ((fraction: number) => void) | null = null;
  #startedBefore: number | null = null;
  #isSpent = false;

  /** @throws Error of the system when it cannot be started */
  static async start({ wrap, cwd, env, isStrict }: HostSetup): Promise<ProgramHost> {
    const [file, ...words] = [...wrap, "/bin/sh", "-c", HOST_SHELL];
    const mark = newProgramMark();
    const before = lastStarted();
    const child = spawn(file, words, {
      cwd,
      env: { ...env, [MARK]: mark, NIGHTGRID_PROGRESS_FD: String(PROGRESS_FD) },
      // In a group of its own: a Ctrl-C is Nightgrid's to heed, and the group is ended as a whole.
      detached: true,
      // Commands, its own output, progress, reports, and what ends when this process does.
      stdio: ["pipe", "ignore", "ignore", "pipe", "pipe", "pipe"],
    });
    await once(child, "spawn");
    const reports = child.stdio[4] as Socket;
    const died = once(child, "exit");
    reports.setEncoding("latin1");
    const said = await Promise.race([once(reports, "data"), died]);
    if (said[0] !== READY) {
      for (const pipe of child.stdio) pipe?.destroy();
      throw new Error("The shell that starts programs did not start");
    }
    const isCounted = !isStrict && isBetween(before, child.pid ?? 0, lastStarted());
    return new ProgramHost(child, { mark, env, isCounted });
  }

  private constructor(
    child: ChildProcess,
    { mark, env, isCounted }: Pick<HostSetup, "env"> & { readonly mark: string; readonly isCounted: boolean },
  ) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.mark = mark;
    this.#env = env;
    this.#isCounted = isCounted;
    this.own = new Set([this.pid, ...descendantsOf(this.pid)]);
    // Pipes of a child are sockets, which can be let go of.
    const [commands, , , progress, reports, life] = child.stdio as unknown as readonly Socket[];
    this.#commands = commands as Socket;
    this.#progress = hearProgress(progress as Socket, (fraction) => this.#tell?.(fraction));
    reports?.on("data", (text: unknown) => this.#hear(String(text)));
    for (const pipe of [commands, progress, reports, life]) pipe?.on("error", () => undefined).unref();
    child.once("exit", () => this.#settle(null));
    child.unref();
  }

  /** Whether it can run another program: nothing of those before is left, and it is alive. */
  get isFree(): boolean {
    return !this.#isSpent && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Whether a program with such an environment can be started: names are never taken away. */
  hasNames(env: Readonly<Record<string, string>>): boolean {
    const names = Object.keys(env);
    return names.length === Object.keys(this.#env).length && names.every((name) => name in this.#env);
  }

  /**
   * Starts a program and waits for it, one at a time.
   *
   * @param tell fractions of its work, as it says them on PROGRESS_FD
   * @throws Error when a text of it has a NUL character, which no program can be given
   * @returns null when the host itself has died; what it has started may live on
   */
  async run(job: HostJob, tell: (fraction: number) => void): Promise<HostReport | null> {
    const env = Object.entries(job.env).filter(([name, value]) => this.#env[name] !== value);
    const command = jobText({ ...job, env: Object.fromEntries(env) });
    const running = Promise.withResolvers<HostReport | null>();
    const began = performance.now();
    this.#running = running;
    this.#tell = tell;
    this.#said = "";
    this.#progress.restart();
    this.#startedBefore = lastStarted();
    this.#child.ref();
    this.#env = job.env;
    this.#commands.write(command);
    const report = await running.promise;
    this.#tell = null;
    this.#child.unref();
    const isShort = performance.now() - began <= SHORT_MS;
    if (report === null || !this.#isCounted || !isShort) this.#startedBefore = null;
    return report;
  }

  /** Milliseconds that the programs since the last call have used of the CPU. */
  takeCpuMs({ totalCpuMs }: HostReport): number | null {
    if (totalCpuMs === null) return null;
    const used = totalCpuMs - this.#cpuMs;
    this.#cpuMs = totalCpuMs;
    return used;
  }

  /** To the program and all of its group. */
  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // There is no such group any more.
    }
  }

  /**
   * Ends what a program that has ended has left, in the group or out of it. Where there was anything, or it cannot be ruled out,
   * the host ends with it.
   *
   * @returns what was ended besides the host
   */
  endRest(): readonly number[] {
    const since = this.#startedBefore;
    if (since !== null && !mayBeRunning(since, { group: this.pid, mark: this.mark })) return [];
    const seen = endStarted(this.pid, this.mark, new Set(this.own));
    this.end();
    return [...seen].filter((pid) => !this.own.has(pid));
  }

  /** Ends the program at once, with all that it has started, and the host. */
  endAll(): void {
    this.#isSpent = true;
    endTree(this.pid, this.mark);
  }

  /** Ends it, and its group. */
  end(): void {
    this.#isSpent = true;
    this.signal("SIGKILL");
    for (const pipe of this.#child.stdio) pipe?.destroy();
  }

  /** After a signal to its group it may be anywhere. */
  spend(): void {
    this.#startedBefore = null;
    this.#isSpent = true;
  }

  #hear(text: string): void {
    this.#said += text;
    const report = readReport(this.#said);
    if (report === "partial" && this.#running !== null) return;
    // It speaks when it is asked: somebody else writes there.
    if (typeof report === "string" || this.#running === null) this.end();
    else this.#settle(report);
  }

  #settle(report: HostReport | null): void {
    this.#running?.resolve(report);
    this.#running = null;
  }
}

function isBetween(before: number | null, pid: number, after: number | null): boolean {
  return before !== null && after !== null && before < pid && pid <= after;
}
