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

const NONE: readonly GivenProblem[] = [];

/**
 * Everything that is wrong with given values: unknown names first, then what is missing or unfit in the order of the
 * declarations. A value of undefined is not given. Without problems nothing is allocated: cells are checked one by one.
 */
export function givenProblems(specs: ValueSpecs, given: GivenValues): readonly GivenProblem[] {
  let found: GivenProblem[] | null = null;
  for (const name in given) {
    if (!Object.hasOwn(specs, name)) (found ??= []).push({ kind: "unknown", name });
  }
  for (const name in specs) {
    const value = ownValue(given, name);
    const problem = value === undefined ? missing(specs, name) : givenProblem(specs, name, value);
    if (problem !== null) (found ??= []).push(problem);
  }
  return found ?? NONE;
}

function missing(specs: ValueSpecs, name: string): GivenProblem | null {
  const spec = ownValue(specs, name);
  if (spec === undefined || !isRequired(spec)) return null;
  return { kind: "missing", name, problem: spec.kind === "checked" ? spec.problem : null };
}

/** What is wrong with one of them; null: nothing. */
export function givenProblem(specs: ValueSpecs, name: string, value: unknown): GivenProblem | null {
  const spec = ownValue(specs, name);
  if (spec === undefined) return { kind: "unknown", name };
  const problem = valueProblem(spec, value);
  return problem === null ? null : { kind: "unfit", name, problem, value };
}

/** Values without problems over the defaults, in the order of the declarations. Optional ones stay absent, as do unknown ones. */
export function withDefaults(specs: ValueSpecs, given: GivenValues): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in specs) {
    const spec = specs[name];
    if (spec === undefined) continue;
    const value = ownValue(given, name) ?? defaultOf(spec);
    if (value !== undefined) values[name] = spec.kind === "choices" ? asList(value) : value;
  }
  return values;
}

function isRequired(spec: ValueSpec): boolean {
  return spec.kind === "checked" ? spec.isRequired : spec.kind === "text" && spec.default === null;
}

function defaultOf(spec: ValueSpec): unknown {
  if (spec.kind === "checked") return undefined;
  const isAbsent = "optional" in spec && (spec.optional ?? false);
  return isAbsent ? undefined : (spec.default ?? undefined);
}
