import { sizeProblem } from "../sandbox/channel/size-problem.ts";

const DEEPEST = 64;

/** Why a value has no JSON form that reads back as the same value, or none that can be kept, or null when it has. */
export function jsonProblem(value: unknown): string | null {
  return sizeProblem(value) ?? formProblem(value, 0);
}

function formProblem(value: unknown, depth: number): string | null {
  if (depth > DEEPEST) return "it is nested too deeply or contains itself";
  switch (typeof value) {
    case "string":
    case "boolean":
      return null;
    case "number":
      return Number.isFinite(value) ? null : `${value} has no JSON form`;
    case "object":
      return objectProblem(value, depth);
    case "undefined":
    case "bigint":
    case "symbol":
    case "function":
      return `a ${typeof value} has no JSON form`;
  }
}

function objectProblem(value: object | null, depth: number): string | null {
  if (value === null) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  if (!isPlain) return `a ${value.constructor.name} has no JSON form`;
  return (
    Object.values(value)
      .map((member) => formProblem(member, depth + 1))
      .find((problem) => problem !== null) ?? null
  );
}
