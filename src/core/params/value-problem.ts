import type { CheckedOption, OptionSpec } from "./option-spec.ts";
import type { NumberParam } from "./param-spec.ts";

export type ValueSpec = OptionSpec | CheckedOption;

/** Why a value does not fit what is declared, as half a sentence ("must be at least 2"), or null when it fits. */
export function valueProblem(spec: ValueSpec, value: unknown): string | null {
  switch (spec.kind) {
    case "bool":
      return typeof value === "boolean" ? null : "must be true or false";
    case "choice":
      return spec.choices.includes(value as string) ? null : `must be one of ${spec.choices.join(", ")}`;
    case "choices":
      return asList(value).every((each) => spec.choices.includes(each as string))
        ? null
        : `must be one or more of ${spec.choices.join(", ")}`;
    case "text":
      if (typeof value !== "string" || value === "") return "must be a text";
      return spec.problem?.(value) ?? null;
    case "texts":
      return asList(value).every((each) => typeof each === "string" && each !== "") ? null : "must be a list of texts";
    case "free":
      return freeProblem(value);
    case "checked":
      return spec.fits(value) ? null : spec.problem;
    case "int":
    case "float":
      return numberProblem(spec, value);
  }
}

function freeProblem(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : "must be a finite number";
  if (typeof value === "boolean") return null;
  if (typeof value !== "string") return "must be a number, a text, or true or false";
  return value.includes("\0") ? "must not hold the character of code 0: no program can be given it" : null;
}

/** A single choice may stand without a list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function numberProblem(spec: NumberParam, value: unknown): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "must be a finite number";
  if (spec.kind === "int" && !Number.isSafeInteger(value)) return "must be a whole number";
  if (spec.min !== undefined && value < spec.min) return `must be at least ${spec.min}`;
  if (spec.max !== undefined && value > spec.max) return `must be at most ${spec.max}`;
  return null;
}
