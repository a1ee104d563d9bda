import { didYouMean } from "../../core/text/did-you-mean.ts";
import { paramProblem } from "../../core/values/params.ts";
import { ownValue } from "../../core/values/own-record.ts";
import type { OptionSpec, OptionSpecs, OptionValue } from "./option-spec.ts";

export interface OptionProblem {
  /** Null when the callback as a whole is the problem. */
  readonly option: string | null;
  /** A sentence. */
  readonly message: string;
}

export interface ParsedOptions {
  /** Complete when there are no problems. */
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly problems: readonly OptionProblem[];
}

/** Checks what a DAG file gave a callback and fills in the defaults. Reports every problem at once. */
export function parseOptions(specs: OptionSpecs, given: Readonly<Record<string, unknown>>): ParsedOptions {
  const names = Object.keys(specs);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(specs, name));
  const values = Object.entries(specs).map(([name, spec]) => [name, valueOf(spec, ownValue(given, name))] as const);
  const problems = Object.entries(specs).map(([name, spec]) => problemOf(name, spec, ownValue(given, name)));
  return {
    values: Object.fromEntries(values.filter(([, value]) => value !== null)) as Record<string, OptionValue>,
    problems: [...unknown.map((name) => unknownOption(name, names)), ...problems.filter((each) => each !== null)],
  };
}

function problemOf(option: string, spec: OptionSpec, value: unknown): OptionProblem | null {
  if (value === undefined) {
    return spec.kind === "text" && spec.default === null ? { option, message: `Option "${option}" is missing.` } : null;
  }
  const half = valueProblem(spec, value);
  return half === null ? null : { option, message: `Option "${option}" ${half}.` };
}

function valueProblem(spec: OptionSpec, value: unknown): string | null {
  switch (spec.kind) {
    case "text":
      if (typeof value !== "string" || value === "") return "must be a text";
      return spec.problem?.(value) ?? null;
    case "choices":
      return asList(value).every((each) => spec.choices.includes(each as string))
        ? null
        : `must be one or more of ${spec.choices.join(", ")}`;
    case "bool":
    case "choice":
    case "int":
    case "float":
      return paramProblem(spec, value);
  }
}

function valueOf(spec: OptionSpec, value: unknown): unknown {
  if (value === undefined) return spec.default;
  return spec.kind === "choices" ? asList(value) : value;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function unknownOption(option: string, known: readonly string[]): OptionProblem {
  const question = didYouMean(option, known);
  const others = known.length === 0 ? "are none" : `are ${known.join(", ")}`;
  const help = question === null ? `; there ${others}.` : `. ${question}`;
  return { option, message: `There is no option "${option}"${help}` };
}
