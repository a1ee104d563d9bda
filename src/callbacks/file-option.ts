import type { TextOption } from "../core/params/option-spec.ts";

/** The name of an artifact in the run's folder. */
export function fileOption(name: string): TextOption & { readonly default: string } {
  return { kind: "text", default: name, problem: fileProblem, description: "Name of the file in the run's folder" };
}

function fileProblem(name: string): string | null {
  return /^[\w][\w. -]*$/.test(name) ? null : "must be a plain file name, without folders";
}
