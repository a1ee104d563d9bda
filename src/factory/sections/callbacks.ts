import { suggestName } from "../../core/text/suggest-name.ts";
import { messageOf } from "../../core/errors/app-error.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { languageOf } from "../../core/spec/code-language.ts";
import type { CodeRef } from "../../core/spec/code-ref.ts";
import type { CallbackSpec } from "../../core/spec/callback-spec.ts";
import { asSentence, type Finding } from "../diagnostics/problem.ts";
import type { OptionProblem } from "../../core/spec/callback-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { isStillLoading } from "../still-loading.ts";
import { fileReference } from "./file-reference.ts";
import { reportAt, type Section } from "./section.ts";
import { readOwnRules } from "./work-rules.ts";
import { checkUsedFile } from "./used-file.ts";

const DEFAULT_TIMEOUT = "10m";

const NONE: NonNullable<Exclude<DagFile["after_backtest"][number], string>[string]> = {};

type CallbackList = "before_backtest" | "after_backtest";
type Options = Readonly<Record<string, unknown>>;

export async function readCallbacks(
  section: Section,
  list: CallbackList,
  file: DagFile,
): Promise<readonly CallbackSpec[]> {
  const callbacks: CallbackSpec[] = [];
  for (const [i, written] of file[list].entries()) {
    const [name = "", given] = typeof written === "string" ? [written, {}] : (Object.entries(written)[0] ?? []);
    const steps = typeof written === "string" ? [list, i] : [list, i, name];
    const { timeout = DEFAULT_TIMEOUT, retry, pool, ...options } = given ?? NONE;
    const timeoutMs = readTimeout(section, steps, timeout);
    const ref = await readRef(section, steps, { name, options });
    if (ref !== null)
      callbacks.push({
        name,
        ref,
        options,
        timeoutMs,
        ...readOwnRules({ ...(retry && { retry }), ...(pool && { pool }) }, file),
      });
  }
  return callbacks;
}

function readTimeout(section: Section, steps: readonly PathStep[], written: unknown): number {
  const timeoutMs = typeof written === "string" ? parseDurationMs(written) : null;
  if (timeoutMs !== null) return timeoutMs;
  const message = `The timeout must be a duration, not ${JSON.stringify(written)}.`;
  reportAt(section, [...steps, "timeout"], { code: "DAG_VALUE_INVALID", message, hint: "Write 30s, 10m or 2h." });
  return 0;
}

type Found = OptionProblem & Partial<Pick<Finding, "code" | "hint">>;

/** Whatever the user's module does while it is loaded is a problem of this callback. */
async function problemsOf({ deps }: Section, ref: CodeRef, options: Options): Promise<readonly Found[]> {
  try {
    return await deps.callbacks.check(ref, options);
  } catch (error) {
    if (isStillLoading(error)) {
      const { code, message, hint = null } = error;
      return [{ option: null, code, message, hint }];
    }
    return [{ option: null, message: `It cannot be loaded: ${messageOf(error)}` }];
  }
}

async function readRef(
  section: Section,
  steps: readonly PathStep[],
  written: { readonly name: string; readonly options: Options },
): Promise<CodeRef | null> {
  const { name, options } = written;
  const { deps } = section;
  const file = fileReference(section, steps, name);
  if (file === null && !deps.callbacks.names.includes(name)) {
    const hint = suggestName(name, deps.callbacks.names);
    reportAt(section, steps, { code: "CALLBACK_INVALID", message: `There is no callback "${name}".`, hint });
    return null;
  }
  if (file !== null && languageOf(file.path) === "python") {
    const message = `${name} is written in Python; callbacks are modules in TypeScript or JavaScript.`;
    reportAt(section, steps, { code: "CALLBACK_INVALID", message, hint: "Start the Python program from one." });
    return null;
  }
  if (file !== null && !(await checkUsedFile(section, steps, file.path))) return null;
  const ref: CodeRef = file === null ? { kind: "builtin", name } : { kind: "module", ...file };
  for (const { option, message, code = "CALLBACK_INVALID", hint = null } of await problemsOf(section, ref, options)) {
    const at = option === null ? steps : [...steps, option];
    reportAt(section, at, { code, message: asSentence(message), hint });
  }
  return ref;
}
