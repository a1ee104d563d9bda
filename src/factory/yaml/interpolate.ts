import { type Problem, problemAt } from "../diagnostics/problem.ts";
import type { MapEntry, ScalarNode, SourceNode } from "./source-tree.ts";

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export interface Interpolated<T extends SourceNode> {
  readonly tree: T;
  readonly problems: readonly Problem[];
  readonly secrets: readonly SecretUse[];
}

/** A `${secret:NAME}` and the value it stands in. */
export interface SecretUse {
  readonly name: string;
  readonly node: ScalarNode;
}

const ENV_REFERENCE = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;
export const SECRET_REFERENCE = /\$\{secret:([A-Za-z_][A-Za-z0-9_]*)\}/g;
const ANY_REFERENCE = /\$\{[^}]*\}/g;

/**
 * Fills in `${env:NAME}` and `${env:NAME:-default}`. `${secret:NAME}` is only checked to be set and stays as
 * it is: a spec is stored, hashed and shown, so it must never hold a secret (see `resolveSecrets`).
 * Unquoted text that is filled in is read like YAML again: `${env:CAPITAL}` can be a number.
 */
export function interpolate<T extends SourceNode>(tree: T, env: EnvironmentVariables): Interpolated<T> {
  const problems: Problem[] = [];
  const secrets: SecretUse[] = [];
  const visit = (node: SourceNode): SourceNode => {
    if (node.kind === "list") return { ...node, items: node.items.map(visit) };
    if (node.kind === "map") {
      const entries = [...node.entries].map(([key, entry]): [string, MapEntry] => [
        key,
        { keyPlace: entry.keyPlace, value: visit(entry.value) },
      ]);
      return { ...node, entries: new Map(entries) };
    }
    if (typeof node.value !== "string" || !node.value.includes("${")) return node;
    const text = fillIn(node, node.value, env, problems);
    secrets.push(...secretNames(text).map((name) => ({ name, node })));
    return { ...node, value: node.quoted ? text : asYamlScalar(text) };
  };
  return { tree: visit(tree) as T, problems, secrets };
}

function secretNames(text: string): readonly string[] {
  return [...text.matchAll(SECRET_REFERENCE)].map((match) => match[1] ?? "");
}

function fillIn(node: ScalarNode, written: string, env: EnvironmentVariables, problems: Problem[]): string {
  const text = written.replace(ENV_REFERENCE, (_reference, name: string, fallback: string | undefined) => {
    const value = env[name] ?? fallback;
    if (value === undefined) {
      const hint = `Set ${name}, or write \${env:${name}:-default}.`;
      problems.push(problemAt(node, { code: "ENV_MISSING", message: `The environment has no ${name}.`, hint }));
    }
    return value ?? "";
  });
  for (const name of secretNames(text)) {
    if ((env[name] ?? "") !== "") continue;
    const hint = `Set the environment variable ${name} where Nightgrid runs.`;
    problems.push(problemAt(node, { code: "SECRET_MISSING", message: `There is no secret ${name}.`, hint }));
  }
  for (const [reference] of text.replace(SECRET_REFERENCE, "").matchAll(ANY_REFERENCE)) {
    const hint = "Use ${env:NAME}, ${env:NAME:-default} or ${secret:NAME}.";
    problems.push(problemAt(node, { code: "DAG_VALUE_INVALID", message: `${reference} means nothing here.`, hint }));
  }
  return text;
}

function asYamlScalar(text: string): string | number | boolean {
  if (text === "true") return true;
  if (text === "false") return false;
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}
