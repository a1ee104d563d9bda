import { readFile } from "node:fs/promises";
import { AppError } from "../../core/errors/app-error.ts";
import { codeOfExit } from "../../core/errors/failure-class.ts";
import { sha256 } from "../../core/values/hash.ts";
import { completeParams } from "../../engine/cells/complete-params.ts";
import { paramSpecsOf } from "../../engine/cells/param-specs.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { RoomContext } from "../../sandbox/room.ts";
import type { LoadedStrategy } from "../modules/load-strategy.ts";
import type { StrategyDescription } from "../strategy-runner.ts";
import { BarsGiver } from "./given-bars.ts";
import { CellsAhead } from "./cells-ahead.ts";
import { declaredIn, type DeclaredStrategy, declaredStrategy, type PythonModule, saidIn } from "./declared-strategy.ts";
import { findInterpreter, projectRootOf } from "./find-interpreter.ts";
import { Interpreter } from "./interpreter.ts";
import type { InterpreterEnd } from "./interpreter-messages.ts";
import { literalDeclaration } from "./literal-declaration.ts";
import { pythonCodeHash, pythonSourceHash } from "./python-code.ts";
import { type PythonFacts, pythonFacts } from "./python-facts.ts";
import { readDeclared } from "./read-declared.ts";
import { pythonStrategy } from "./python-strategy.ts";

/** Interpreters of this process; it is kept for one version of the code. */
const loaded = new Map<string, Promise<LoadedStrategy>>();

/** Of the code of a strategy that is there now. @throws as `pythonFacts` and `pythonCodeHash` do */
export async function pythonHashOf(file: string, env: NodeJS.ProcessEnv): Promise<string> {
  return pythonCodeHash(file, await pythonFacts(findInterpreter(file, env), env));
}

/** What a module declares, where reading it is enough. @throws AppError STRATEGY_INVALID or PYTHON_MISSING */
export async function readPython(
  module: PythonModule,
  codeHash: string,
  env: NodeJS.ProcessEnv,
): Promise<StrategyDescription | null> {
  const declared = await readDeclared(module, env);
  return declared === null ? null : descriptionOf(declared, codeHash);
}

/** What a module declares as far as its text says it in plain literals, where there is no Python: enough to plan it. Null for more. */
export async function planPython(
  module: PythonModule,
  lacks: AppError,
  env: NodeJS.ProcessEnv,
): Promise<StrategyDescription | null> {
  if (module.exportName !== "default" || hasPython(module.path, env)) return null;
  const declared = literalDeclaration(await readFile(module.path, "utf8"));
  if (declared === null) return null;
  const codeHash = sha256(`no python\n${await pythonSourceHash(module.path)}`);
  return { ...descriptionOf(declaredIn(declared, module), codeHash), lacks };
}

/** One that is broken or too old is told of: somebody has put it there. */
function hasPython(file: string, env: NodeJS.ProcessEnv): boolean {
  try {
    findInterpreter(file, env);
    return true;
  } catch {
    return false;
  }
}

/** What a module declares once it is imported. @throws AppError STRATEGY_INVALID or PYTHON_MISSING */
export async function describePython(module: PythonModule, context: RoomContext): Promise<StrategyDescription> {
  const found = findInterpreter(module.path, process.env);
  const hash = pythonHashOf(module.path, process.env);
  hash.catch(() => undefined);
  const interpreter = new Interpreter(found.command, process.env, (end) => over(context, end));
  try {
    const answer = interpreter.ask({ do: "describe", ...placeOf(module) });
    return descriptionOf(declaredStrategy(answer, module, found), await hash);
  } finally {
    await interpreter.close();
  }
}

function descriptionOf({ name, params, kind, symbols }: DeclaredStrategy, codeHash: string): StrategyDescription {
  const about = { name, params: paramSpecsOf({ params }), kind, codeHash };
  return symbols === undefined ? about : { ...about, symbols };
}

/** Loads a strategy into an interpreter of its own, which stays. @throws AppError STRATEGY_INVALID or PYTHON_MISSING */
export function loadPython(module: PythonModule, context: RoomContext): Promise<LoadedStrategy> {
  const key = JSON.stringify([module.path, module.exportName]);
  const known = loaded.get(key) ?? load(module, context);
  loaded.set(key, known);
  // What was missing may be there the next time.
  known.catch(() => loaded.delete(key));
  return known;
}

async function load(module: PythonModule, context: RoomContext): Promise<LoadedStrategy> {
  const found = findInterpreter(module.path, process.env);
  const interpreter = new Interpreter(found.command, process.env, (end) => over(context, end));
  const answer = interpreter.ask({ do: "load", ...placeOf(module) });
  const declared = await rightOrClosed(interpreter, () => declaredStrategy(answer, module, found));
  const { versions } = saidIn(answer) as { readonly versions: PythonFacts };
  const cells = new CellsAhead(interpreter);
  const strategy = pythonStrategy(declared, { interpreter, cells, bars: new BarsGiver(interpreter) });
  const specs = paramSpecsOf(strategy);
  return {
    strategy,
    codeHash: await pythonCodeHash(module.path, versions),
    ahead: {
      begin: (range) => cells.beginRange(range.map((cell) => completeOrNull(specs, cell))),
      at: (index) => cells.at(index),
      end: () => cells.endRange(),
    },
  };
}

async function rightOrClosed<T>(interpreter: Interpreter, read: () => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    await interpreter.close();
    throw error;
  }
}

function completeOrNull(specs: ReturnType<typeof paramSpecsOf>, cell: Params): Params | null {
  try {
    return completeParams(specs, cell);
  } catch {
    // The engine says why when it comes to it.
    return null;
  }
}

function placeOf({ path, exportName }: PythonModule) {
  return { file: path, export: exportName, root: projectRootOf(path) };
}

/** What ends the interpreter ends this process: another one goes on without the cell that did it. */
function over({ end }: RoomContext, how: InterpreterEnd): never {
  if (how.kind === "missing") return end("crash", new Error(`Python cannot be started: ${how.message}`));
  if (how.kind === "garbled") return end("crash", new Error("It wrote to descriptors that are not its own."));
  const { code, signal } = how;
  if (code !== null) {
    return end("exit", new AppError(codeOfExit(code), `It ended its Python interpreter with code ${code}.`));
  }
  const guess = signal === "SIGKILL" ? ", perhaps for want of memory" : "";
  return end("crash", new Error(`It crashed its Python interpreter (${signal}${guess}).`));
}
