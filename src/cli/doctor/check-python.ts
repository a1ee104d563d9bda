import { languageOf } from "../../core/spec/code-language.ts";
import { findInterpreter } from "../../executors/python/find-interpreter.ts";
import { pythonFacts } from "../../executors/python/python-facts.ts";
import { listDagFiles, loadDagFiles } from "../../app/dags/dag-folder.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { CommandContext } from "../command-context.ts";

/** Which Python and numpy run the strategies of this project, or that none is needed. @throws AppError PYTHON_MISSING */
export async function checkPython(
  context: CommandContext,
): Promise<{ readonly state: "good" | "bad"; readonly text: string }> {
  const { env } = context;
  const loaded = await loadDagFiles(await listDagFiles(context.home), context);
  const missing = loaded
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ code }) => code === "PYTHON_MISSING")
    .map(({ message, hint }) => [message, hint].filter((part) => part !== null).join(" "));
  const found = new Map(
    pythonFiles(loaded)
      .map((file) => findInterpreter(file, env))
      .map((each) => [each.command, each.origin]),
  );
  const texts: string[] = [...new Set(missing)];
  let isWell = missing.length === 0;
  for (const [command, origin] of found) {
    const { python, numpy } = await pythonFacts({ command }, env);
    isWell &&= numpy !== null;
    const install = `no numpy; install it: ${command} -m pip install numpy`;
    texts.push(`Python ${python} of ${origin} (${command}), ${numpy === null ? install : `numpy ${numpy}`}`);
  }
  if (texts.length === 0) return { state: "good", text: "not needed: no DAG has a strategy in Python" };
  return { state: isWell ? "good" : "bad", text: texts.join("; ") };
}

/** Absolute; of DAG files that can be run. */
function pythonFiles(loaded: readonly LoadedDag[]): readonly string[] {
  const strategies = loaded.flatMap(({ spec }) => spec?.backtests.map(({ strategy }) => strategy) ?? []);
  const files = strategies.flatMap((strategy) => (strategy.kind === "module" ? [strategy.path] : []));
  return [...new Set(files.filter((file) => languageOf(file) === "python"))];
}
