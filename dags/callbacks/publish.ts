import type { CallbackContext } from "nightgrid";

/** Writes the three best cells as a small Markdown note into the run's folder. */
export async function publish({ run, dag, results, artifacts, log }: CallbackContext): Promise<void> {
  const best = await results.best(3);
  const lines = best.map((cell, place) => {
    const params = Object.entries(cell.params).map(([name, value]) => `${name} ${value}`);
    return `${place + 1}. ${params.join(", ")}: Calmar ${cell.metrics?.calmar?.toFixed(2) ?? "undefined"}`;
  });
  const file = await artifacts.write("note.md", `# ${dag.id}, run ${run.id}\n\n${lines.join("\n")}\n`);
  log.info("note written", { file });
}
