import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { ParamSpecs } from "../../core/params/param-spec.ts";
import { paramSpecsProblem } from "../../core/params/param-specs-problem.ts";
import type { CodeRef } from "../../core/spec/code-ref.ts";
import { questionAfter } from "../../core/text/suggest-name.ts";
import type { StrategyKind } from "../../engine/kinds/strategy-kind.ts";
import { type SymbolCount, symbolCountProblem } from "../../engine/kinds/symbol-count.ts";
import type { Interpreter as FoundInterpreter } from "./find-interpreter.ts";
import type { InterpreterAnswer, PythonFailure } from "./interpreter-messages.ts";

export type PythonModule = Extract<CodeRef, { kind: "module" }>;

/** What a module declares, right. */
export interface DeclaredStrategy {
  readonly name: string;
  readonly params: ParamSpecs;
  readonly kind: Extract<StrategyKind, "signals" | "panel">;
  readonly symbols?: SymbolCount;
  readonly hasWarmup: boolean;
}

const HINT =
  "A strategy in Python is a module with `params` and `def signals(bars, params)`, or `def weights(panel, params)`: see docs/python.md.";

/** Of a module that an interpreter has imported. @throws AppError STRATEGY_INVALID or PYTHON_MISSING, saying what is wrong with it */
export function declaredStrategy(
  answer: InterpreterAnswer,
  module: PythonModule,
  interpreter: FoundInterpreter,
): DeclaredStrategy {
  if (answer.kind === "failure") throw notLoaded(saidIn(answer) as PythonFailure, module, interpreter);
  return declaredIn(saidIn(answer), module);
}

/** What Python's side has found, checked. @throws AppError STRATEGY_INVALID */
export function declaredIn(said: unknown, module: PythonModule): DeclaredStrategy {
  const { params, symbols, name, functions } = said as Readonly<Record<string, unknown>>;
  const has = (wanted: string): boolean => Array.isArray(functions) && functions.includes(wanted);
  const isPanel = has("weights") || has("scores");
  const invalid = (problem: string): AppError =>
    new AppError("STRATEGY_INVALID", `The strategy ${nameOf(module)}: ${problem}`, { hint: HINT });
  if (!isPanel && !has("signals")) {
    throw invalid("it needs `def signals(bars, params)`, or `def weights(panel, params)` for several symbols.");
  }
  if (isPanel && has("signals")) {
    throw invalid("it has both signals and weights or scores: it trades one symbol, or weighs several.");
  }
  const symbolCount = symbols ?? undefined;
  const problem = paramSpecsProblem(params) ?? symbolCountProblem(symbolCount);
  if (problem !== null) throw invalid(problem);
  if (symbolCount !== undefined && !isPanel) {
    throw invalid("`symbols` is for strategies with weights or scores; signals are of one symbol.");
  }
  return {
    name: typeof name === "string" && name !== "" ? name : defaultName(module),
    params: params as ParamSpecs,
    kind: isPanel ? "panel" : "signals",
    hasWarmup: has("warmup"),
    ...(symbolCount === undefined ? {} : { symbols: symbolCount as SymbolCount }),
  };
}

/** The JSON of an answer. */
export function saidIn({ body }: InterpreterAnswer): unknown {
  return JSON.parse(Buffer.from(body).toString());
}

/** The reason as people see it. */
export function pythonReason({ message, place }: PythonFailure): string {
  return place === null ? message : `${message} (${place})`;
}

function notLoaded(failure: PythonFailure, module: PythonModule, interpreter: FoundInterpreter): AppError {
  const { missing = null, names } = failure;
  const { command, origin } = interpreter;
  if (missing === "numpy") {
    // The reason of a run is its message alone.
    const fact = `${nameOf(module)} needs numpy, which ${command} (of ${origin}) has not.`;
    return new AppError("PYTHON_MISSING", `${fact} ${installHint("numpy", command)}`);
  }
  if (names !== undefined) {
    const { exportName } = module;
    const question = questionAfter(exportName, names);
    const there = `${module.path} has no "${exportName}"; it has: ${names.join(", ") || "nothing"}.`;
    return new AppError("STRATEGY_INVALID", question === null ? there : `${there} ${question}`, { hint: HINT });
  }
  return new AppError(
    "STRATEGY_INVALID",
    `The strategy module ${module.path} cannot be loaded: ${pythonReason(failure)}`,
    { hint: missing === null ? HINT : installHint(missing, command) },
  );
}

function installHint(name: string, command: string): string {
  return `Install it: ${command} -m pip install ${name} (with uv: uv pip install --python ${command} ${name}).`;
}

function nameOf({ path: file, exportName }: PythonModule): string {
  return exportName === "default" ? file : `${exportName} of ${file}`;
}

function defaultName({ path: file, exportName }: PythonModule): string {
  return exportName === "default" ? path.basename(file, ".py") : exportName;
}
