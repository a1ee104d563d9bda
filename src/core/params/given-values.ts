import { ownValue } from "../values/own-record.ts";
import { asList, type ValueSpec, valueProblem } from "./value-problem.ts";

export type ValueSpecs = Readonly<Record<string, ValueSpec>>;
export type GivenValues = Readonly<Record<string, unknown>>;

/** What is wrong with one of the values that were given by name. */
export type GivenProblem =
  | { readonly kind: "unknown"; readonly name: string }
  /** `problem`: what it must be, where that has words of its own. */
  | { readonly kind: "missing"; readonly name: string; readonly problem: string | null }
  | { readonly kind: "unfit"; readonly name: string; readonly problem: string; readonly value: unknown };

export interface ReadValues {
  /** Over the defaults, in the order of the declarations. Optional ones stay absent, as do unknown ones. Right without problems. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Unknown names first, then what is missing or unfit in the order of the declarations. */
  readonly problems: readonly GivenProblem[];
}

const NONE: readonly GivenProblem[] = [];

/**
 * Checks values that were given by name, all at once, and fills in the defaults. A value of undefined is not given. It is one
 * walk, and nothing is allocated for what is right: the cells of a sweep are read one by one.
 */
export function readValues(specs: ValueSpecs, given: GivenValues): ReadValues {
  const values: Record<string, unknown> = {};
  let unknown: GivenProblem[] | null = null;
  let unfit: GivenProblem[] | null = null;
  for (const name in given) {
    if (!Object.hasOwn(specs, name)) (unknown ??= []).push({ kind: "unknown", name });
  }
  for (const name in specs) {
    const spec = specs[name];
    if (spec === undefined) continue;
    const value = ownValue(given, name);
    if (value === undefined) {
      const fallback = defaultOf(spec);
      if (fallback !== undefined) values[name] = fallback;
      else if (isRequired(spec)) (unfit ??= []).push(missing(spec, name));
      continue;
    }
    const problem = unfitness(spec, name, value);
    if (problem !== null) (unfit ??= []).push(problem);
    values[name] = spec.kind === "choices" || spec.kind === "texts" ? asList(value) : value;
  }
  return { values, problems: unknown === null ? (unfit ?? NONE) : [...unknown, ...(unfit ?? NONE)] };
}

function missing(spec: ValueSpec, name: string): GivenProblem {
  return { kind: "missing", name, problem: spec.kind === "checked" ? spec.problem : null };
}

function unfitness(spec: ValueSpec, name: string, value: unknown): GivenProblem | null {
  const problem = valueProblem(spec, value);
  return problem === null ? null : { kind: "unfit", name, problem, value };
}

/** What is wrong with one value; null: nothing. */
export function givenProblem(specs: ValueSpecs, name: string, value: unknown): GivenProblem | null {
  const spec = ownValue(specs, name);
  return spec === undefined ? { kind: "unknown", name } : unfitness(spec, name, value);
}

function isRequired(spec: ValueSpec): boolean {
  return spec.kind === "checked" ? spec.isRequired : spec.kind === "text" && spec.default === null;
}

function defaultOf(spec: ValueSpec): unknown {
  switch (spec.kind) {
    case "int":
    case "float":
    case "bool":
    case "choice":
    case "free":
      return spec.optional === true ? undefined : spec.default;
    case "choices":
    case "texts":
      return spec.default;
    case "text":
      return spec.default ?? undefined;
    case "checked":
      return undefined;
  }
}
