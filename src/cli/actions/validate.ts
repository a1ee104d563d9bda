import path from "node:path";
import { dagFolder, listDagFiles, loadDagFiles } from "../../app/dags/dag-folder.ts";
import { findDagFile } from "../../app/dags/find-dag-file.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { diagnosticJson } from "../../contract/json/dags-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { CommandContext } from "../command-context.ts";
import { showDiagnostics } from "../project/load-dag-file.ts";

/** Ids among them stand for their files; what is neither is told of like any other problem of a file. */
function filesOf(names: readonly string[], context: CommandContext): Promise<readonly string[]> {
  return Promise.all(names.map((name) => findDagFile(name, context).catch((error: unknown) => orName(error, name))));
}

function orName(error: unknown, name: string): string {
  if (error instanceof AppError && error.code === "DAG_NOT_FOUND") return name;
  throw error;
}

/** How much each rule matters, and where its messages go. */
function rulesOf(spec: DagSpec | null) {
  return (spec?.alerts ?? []).map((rule) => ({ name: rule.name, severity: policyOf(rule).severity, to: rule.to }));
}

export async function validate(names: readonly string[], context: CommandContext): Promise<void> {
  const { output, home, cwd } = context;
  const files = names.length > 0 ? await filesOf(names, context) : await listDagFiles(home);
  if (files.length === 0) {
    throw new AppError("DAG_NOT_FOUND", `There are no DAG files in ${dagFolder(home)}.`, {
      hint: "Name files, or make a project with `nightgrid init`.",
    });
  }
  const loaded = await loadDagFiles(files, context);
  await showDiagnostics(
    loaded.flatMap(({ diagnostics }) => diagnostics),
    context,
  );
  for (const { file, spec } of loaded) {
    const mark = spec === null ? output.colors.red("✗") : output.colors.green("✓");
    output.print(`${mark} ${path.relative(cwd, file)}${spec === null ? "" : `  ${output.colors.dim(spec.id)}`}`);
    for (const { name, severity, to } of rulesOf(spec)) {
      output.print(output.colors.dim(`    ${name}: ${severity}, to ${to.length === 0 ? "nobody" : to.join(", ")}`));
    }
  }
  output.json("validation", {
    files: loaded.map(({ file, spec, diagnostics }) => ({
      file,
      id: spec?.id ?? null,
      valid: spec !== null,
      alerts: rulesOf(spec),
      diagnostics: diagnostics.map(diagnosticJson),
    })),
  });
  const bad = loaded.filter(({ spec }) => spec === null).length;
  if (bad === 0) return;
  if (!output.isJson) throw new AppError("DAG_INVALID", `${bad} of ${loaded.length} files cannot be run.`);
  process.exitCode = EXIT.invalid;
}
