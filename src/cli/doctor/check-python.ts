import path from "node:path";
import { languageOf } from "../../core/spec/code-language.ts";
import { findInterpreter } from "../../executors/python/find-interpreter.ts";
import { pythonFacts } from "../../executors/python/python-facts.ts";
import { listDagFiles, loadDagFiles } from "../../app/dags/dag-folder.ts";
import type { CommandContext } from "../command-context.ts";

/** Which Python and numpy run the strategies of this project, or that none is needed. @throws AppError PYTHON_MISSING */
export async function checkPython(
  context: CommandContext,
): Promise<{ readonly state: "good" | "bad"; readonly text: string }> {
  const { env } = context;
  const files = await pythonFiles(context);
  if (files.length === 0) return { state: "good", text: "not needed: no DAG has a strategy in Python" };
  const found = new Map(files.map((file) => [findInterpreter(file, env).command, findInterpreter(file, env)]));
  const texts: string[] = [];
  let isWell = true;
  for (const { command, origin } of found.values()) {
    const { python, numpy } = await pythonFacts({ command }, env);
    isWell &&= numpy !== null;
    const install = `no numpy; install it: ${command} -m pip install numpy`;
    texts.push(`Python ${python} of ${origin} (${command}), ${numpy === null ? install : `numpy ${numpy}`}`);
  }
  return { state: isWell ? "good" : "bad", text: texts.join("; ") };
}

/** Absolute; of DAG files that can be run. */
async function pythonFiles(context: CommandContext): Promise<readonly string[]> {
  const loaded = await loadDagFiles(await listDagFiles(context.home), context);
  const strategies = loaded.flatMap(({ spec }) => spec?.backtests.map(({ strategy }) => strategy) ?? []);
  const paths = strategies.flatMap((strategy) => (strategy.kind === "module" ? [path.resolve(strategy.path)] : []));
  return [...new Set(paths.filter((file) => languageOf(file) === "python"))];
}
