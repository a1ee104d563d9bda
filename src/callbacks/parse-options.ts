import type { OptionProblem } from "../core/spec/callback-spec.ts";
import { type GivenProblem, readValues } from "../core/params/given-values.ts";
import type { OptionSpecs, OptionValue } from "../core/params/option-spec.ts";
import { questionAfter } from "../core/text/suggest-name.ts";

export interface ParsedOptions {
  /** Complete when there are no problems. */
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly problems: readonly OptionProblem[];
}

/** Checks what a DAG file gave a callback and fills in the defaults. Reports every problem at once. */
export function parseOptions(specs: OptionSpecs, given: Readonly<Record<string, unknown>>): ParsedOptions {
  const { values, problems } = readValues(specs, given);
  return {
    values: values as Record<string, OptionValue>,
    problems: problems.map((found) => ({ option: found.name, message: sentence(found, specs) })),
  };
}

function sentence(found: GivenProblem, specs: OptionSpecs): string {
  switch (found.kind) {
    case "missing":
      return `Option "${found.name}" is missing.`;
    case "unfit":
      return `Option "${found.name}" ${found.problem}.`;
    case "unknown":
      return `There is no option "${found.name}"${unknownHelp(found.name, Object.keys(specs))}`;
  }
}

function unknownHelp(name: string, known: readonly string[]): string {
  const question = questionAfter(name, known);
  if (question !== null) return `. ${question}`;
  return known.length === 0 ? "; there are none." : `; there are ${known.join(", ")}.`;
}
