import { parseDurationMs } from "../../core/duration.ts";
import type { CallbackRef, CallbackSpec } from "../dag-spec.ts";
import { suggestion } from "../diagnostics/problem.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { fileReference } from "./file-reference.ts";
import { reportAt, type Section } from "./section.ts";

const DEFAULT_TIMEOUT = "10m";

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
    const { timeout = DEFAULT_TIMEOUT, ...options } = given ?? {};
    const timeoutMs = readTimeout(section, steps, timeout);
    const ref = await readRef(section, steps, { name, options });
    if (ref !== null) callbacks.push({ name, ref, options, timeoutMs });
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

async function readRef(
  section: Section,
  steps: readonly PathStep[],
  written: { readonly name: string; readonly options: Options },
): Promise<CallbackRef | null> {
  const { name, options } = written;
  const reference = fileReference(section, steps, name);
  if (reference !== null) return readModule(section, steps, reference);
  const { builtins } = section.deps.callbacks;
  const builtin = builtins.find((candidate) => candidate.name === name);
  if (builtin === undefined) {
    const hint =
      suggestion(
        name,
        builtins.map((candidate) => candidate.name),
      ) ?? "Your own are written ./file.ts#export.";
    reportAt(section, steps, { code: "CALLBACK_UNKNOWN", message: `There is no callback "${name}".`, hint });
    return null;
  }
  const problem = builtin.optionsProblem?.(options) ?? null;
  if (problem !== null) reportAt(section, steps, { code: "CALLBACK_OPTIONS_INVALID", message: problem });
  return { kind: "builtin", name };
}

async function readModule(
  section: Section,
  steps: readonly PathStep[],
  reference: { readonly path: string; readonly exportName: string },
): Promise<CallbackRef> {
  const { path, exportName } = reference;
  if (await section.deps.exists(path)) {
    const problem = await section.deps.callbacks.check(path, exportName);
    if (problem !== null) reportAt(section, steps, { code: "CALLBACK_EXPORT_MISSING", message: problem });
  } else {
    const hint = "Paths count from the file in which they are written.";
    reportAt(section, steps, { code: "FILE_NOT_FOUND", message: `There is no file ${path}.`, hint });
  }
  return { kind: "module", path, exportName };
}
