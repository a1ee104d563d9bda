import { questionAfter } from "../text/suggest-name.ts";
import { type ParamSpec } from "./param-spec.ts";
import { valueProblem } from "./value-problem.ts";

const KINDS = ["int", "float", "bool", "choice"] as const satisfies readonly ParamSpec["kind"][];
const KNOWN: Readonly<Record<(typeof KINDS)[number], ReadonlySet<string>>> = {
  int: new Set(["kind", "default", "min", "max", "optional", "description"]),
  float: new Set(["kind", "default", "min", "max", "optional", "description", "unit"]),
  bool: new Set(["kind", "default", "optional", "description"]),
  choice: new Set(["kind", "default", "choices", "optional", "description"]),
};

/**
 * What is wrong with the parameters that a strategy declares, in one sentence with an example of the right form; null when
 * nothing is. Written in a language without a check of types, they may be anything.
 */
export function paramSpecsProblem(specs: unknown): string | null {
  if (typeof specs !== "object" || specs === null || Array.isArray(specs)) return "`params` must be an object.";
  for (const [name, spec] of Object.entries(specs)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `"${name}" is no name for a parameter: letters, digits and _.`;
    if (name in Object.prototype) return `"${name}" is no name for a parameter: every object has it.`;
    const problem = specProblem(spec);
    if (problem !== null) return `the parameter "${name}" ${/[.?]$/.test(problem) ? problem : `${problem}.`}`;
  }
  return null;
}

function specProblem(spec: unknown): string | null {
  if (typeof spec !== "object" || spec === null) {
    return `is ${shown(spec)}, and must be declared: { kind: "${kindOf(spec)}", default: ${shown(spec)} }`;
  }
  const declared = spec as Readonly<Record<string, unknown>>;
  const kind = KINDS.find((known) => known === declared["kind"]);
  if (kind === undefined) return `has the kind ${shown(declared["kind"])}; there are ${KINDS.join(", ")}`;
  const unknown = Object.keys(declared).find((key) => !KNOWN[kind].has(key));
  if (unknown !== undefined) {
    const question = questionAfter(unknown, [...KNOWN[kind]]);
    return `has an unknown key "${unknown}".${question === null ? "" : ` ${question}`}`;
  }
  return limitsProblem(kind, declared);
}

function limitsProblem(kind: ParamSpec["kind"], declared: Readonly<Record<string, unknown>>): string | null {
  const { choices, min, max } = declared;
  if (kind === "choice" && !(Array.isArray(choices) && choices.length > 0 && choices.every(isText))) {
    return `needs choices: ["…", "…"]`;
  }
  for (const [key, limit] of Object.entries({ min, max })) {
    if (limit !== undefined && !Number.isFinite(limit))
      return `has ${shown(limit)} as its ${key}, which must be a number`;
  }
  const problem = valueProblem(declared as unknown as ParamSpec, declared["default"]);
  return problem === null ? null : `has ${shown(declared["default"])} as its default, which ${problem}`;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function kindOf(value: unknown): ParamSpec["kind"] {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "choice";
  return Number.isInteger(value) ? "int" : "float";
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "null" : `of the type ${typeof value}`;
}
