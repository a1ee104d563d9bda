import path from "node:path";
import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

/** `nightgrid validate [dags…]` */
export function addValidateCommand(program: Command): void {
  program
    .command("validate")
    .description("check DAG files: every problem at once, with its place and a way out")
    .argument("[dags...]", "DAG files, or ids of DAGs in dags/; default: all of dags/")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid validate", "all files of dags/"],
        ["nightgrid validate my.yaml --json", "for editors and CI"],
      ),
    )
    .action(async (files: readonly string[], options) => validate(files, commandContext(options)));
}

/** Ids among them stand for their files; what is neither is told of like any other problem of a file. */
async function filesOf(names: readonly string[], context: CommandContext): Promise<readonly string[]> {
  const { findDagFile } = await import("../project/find-dag-file.ts");
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

async function validate(names: readonly string[], context: CommandContext): Promise<void> {
  const { output, home, cwd } = context;
  const { dagFolder, listDagFiles, loadDagFiles } = await import("../../app/dags/dag-folder.ts");
  const { showDiagnostics, diagnosticJson } = await import("../project/load-dag-file.ts");
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
  output.json({
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
  const { EXIT } = await import("../exit-codes.ts");
  if (!output.isJson) throw new AppError("DAG_INVALID", `${bad} of ${loaded.length} files cannot be run.`);
  process.exitCode = EXIT.invalid;
}
