import { AppError } from "../../core/errors/app-error.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { sha256 } from "../../core/values/hash.ts";
import { learnedFacts } from "../../sandbox/modules/learned-facts.ts";
import { createLoadQueue } from "../../sandbox/modules/load-queue.ts";
import { codeHash } from "../../sandbox/modules/code-hash.ts";
import type { UserProcess } from "../../sandbox/parent/user-process.ts";
import type { Question } from "../../sandbox/question.ts";
import { UserProcessDied } from "../../sandbox/parent/user-process-died.ts";
import type { UserProcessPool } from "../../sandbox/parent/user-process-pool.ts";
import type { CallbackSpec } from "../../core/spec/callback-spec.ts";
import type { OpenContext } from "../guarded-context.ts";
import type { OptionProblem } from "../../core/spec/callback-spec.ts";
import type { CallbackModule, CallbackOutput, CallbackQuestions } from "./callback-questions.ts";
import { contextServices } from "./context-services.ts";

/** Callbacks that somebody else wrote, each in a process of its own. */
export interface UserCallbacks {
  /** What is wrong with the options. @throws AppError FILE_NOT_FOUND, CALLBACK_INVALID or CALLBACK_EXPORT_MISSING */
  check(module: CallbackModule, options: Readonly<Record<string, unknown>>): Promise<readonly OptionProblem[]>;
  /** @throws AppError CALLBACK_TIMEOUT or CALLBACK_FAILED; what `check` throws; the reason of the context's signal */
  run(module: CallbackModule, spec: CallbackSpec, context: OpenContext, graceMs: number): Promise<CallbackOutput>;
}

/** Longest time to load a module to learn its options, in milliseconds. */
const CHECK_MS = 5000;

export interface UserCallbackDeps {
  /** In which callbacks run. */
  readonly users: UserProcessPool;
  /** In which modules are loaded to check their options. */
  readonly learners: UserProcessPool;
  /** Where it is kept which options fit which module. */
  readonly learnedFolder: string;
}

interface Checked {
  readonly problems: readonly OptionProblem[];
}

export function userCallbacks({ users, learners, learnedFolder }: UserCallbackDeps): UserCallbacks {
  const queue = createLoadQueue(learners, { limitMs: CHECK_MS });
  // What is wrong is a text of the user's module, which may hold anything: only that nothing is wrong goes to the disk.
  const learned = learnedFacts(learnedFolder, parseChecked, { isLasting: ({ problems }) => problems.length === 0 });
  const checkNow = async (
    module: CallbackModule,
    options: CallbackQuestions["check"]["ask"]["options"],
    code: string,
  ) => {
    const input = { module, options };
    const problems = await queue.load(`${code} ${module.path}`, (process, timeoutMs) =>
      process.ask<CallbackQuestions["check"]["answer"]>("check", input, { timeoutMs }),
    );
    return { problems };
  };
  const ask = async <K extends keyof CallbackQuestions>(
    module: CallbackModule,
    name: K,
    input: CallbackQuestions[K]["ask"],
    question: Question,
  ): Promise<CallbackQuestions[K]["answer"]> => {
    const code = await codeOf(module);
    return users.use(`${code} ${module.path}`, (process) => orEnd(process, process.ask(name, input, question)));
  };
  return {
    async check(module, options) {
      try {
        const code = await codeOf(module);
        const check = (): Promise<Checked> => checkNow(module, options, code);
        const key = sha256(canonicalJson([code, module.path, module.exportName, options]));
        return (await (code === MISSING ? check() : learned.recall(key, check))).problems;
      } catch (error) {
        if (!(error instanceof UserProcessDied)) throw error;
        throw new AppError(
          "CALLBACK_INVALID",
          `The callback module ${module.path} cannot be loaded: ${error.message}`,
          { hint: "A module is loaded to learn its options: keep work out of its top level.", cause: error },
        );
      }
    },
    async run(module, spec, context, graceMs) {
      const { name, options, timeoutMs } = spec;
      const { run, dag, signal, log } = context;
      const { abandon, services } = contextServices(context);
      try {
        return await ask(
          module,
          "run",
          { module, name, options, run, dag },
          {
            signal,
            timeoutMs,
            graceMs,
            services: { ...services },
            onLine: ({ level, text }) => log[level](text, { callback: name }),
            onLog: (level, text, fields) => log[level](text, fields),
          },
        );
      } catch (error) {
        throw signal.aborted ? error : asCallbackError(spec, error, context);
      } finally {
        abandon();
      }
    },
  };
}

/** Of a missing file, loading gives the better error. */
const MISSING = "missing";

function codeOf({ path }: CallbackModule): Promise<string> {
  return codeHash(path).catch(() => MISSING);
}

function parseChecked(value: unknown): Checked | null {
  const { problems } = value as Readonly<Record<string, unknown>>;
  return Array.isArray(problems) && problems.length === 0 ? { problems: [] } : null;
}

/** A process in which a callback has failed may hold anything; it is not asked again. */
async function orEnd<T>(process: UserProcess, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await process.end();
    throw error;
  }
}

function asCallbackError({ name, timeoutMs }: CallbackSpec, error: unknown, { log }: OpenContext): AppError {
  if (error instanceof UserProcessDied && error.why === "timeout") {
    return new AppError("CALLBACK_TIMEOUT", `${name} ran longer than ${formatDuration(timeoutMs)}.`, {
      hint: `Raise its "timeout" in the DAG file, or make it heed its signal and do less.`,
    });
  }
  if (error instanceof AppError && error.code.startsWith("CALLBACK_")) return error;
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof UserProcessDied ? error.userStack : stackOf(error);
  if (stack !== "") log.error(`${message}\n${stack}`, { callback: name });
  return new AppError("CALLBACK_FAILED", `${name}: ${message}`, {
    cause: causeOf(error),
    ...(error instanceof AppError && error.hint !== undefined ? { hint: error.hint } : {}),
  });
}

/** What a process died of decides whether it is tried again (see failureClassOf). */
function causeOf(error: unknown): unknown {
  const isDeath = error instanceof UserProcessDied && error.code !== null;
  return isDeath ? new AppError(error.code, error.message, { cause: error }) : error;
}

/** The frames in the user's own files, which the process has sent along. */
function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack.includes("\n") ? stack.slice(stack.indexOf("\n") + 1) : "";
}
