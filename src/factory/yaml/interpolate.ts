import { ownValue } from "../../core/values/own-record.ts";
import { type Problem, problemAt } from "../diagnostics/problem.ts";
import { parseYaml } from "./parse-yaml.ts";
import { readPlainValue } from "./read-plain-value.ts";
import { type FilledPiece, keepSecrets, type Piece, piecesOf } from "../../core/templates/references.ts";
import type { MapEntry, MapNode, NodeOrigin, ScalarNode, SourceNode } from "./source-tree.ts";
import { scalarProblem } from "./tree-reader.ts";

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

/**
 * Fills in `${env:NAME}` and `${env:NAME:-default}`. `${secret:NAME}` is only checked to be set and stays as
 * it is: a spec is stored, hashed and shown, so it must never hold a secret (see `resolveSecrets`).
 * Unquoted text that is filled in is read like YAML again: `${env:CAPITAL}` can be a number, `${env:FAST}` a list, and
 * an empty value takes its key out. What comes out of the environment is a value: references in it mean nothing.
 */
export function interpolate<T extends MapNode>(tree: T, env: EnvironmentVariables): Interpolated<T>;
export function interpolate(tree: SourceNode, env: EnvironmentVariables): Interpolated<SourceNode> {
  const problems: Problem[] = [];
  const secrets: SecretUse[] = [];
  const visit = (node: SourceNode): SourceNode => {
    if (node.kind === "list") return { ...node, items: node.items.map(visit) };
    if (node.kind === "map") return visitMap(node);
    if (typeof node.value !== "string" || !node.value.includes("${")) return node;
    const pieces = piecesOf(node.value);
    const filled = pieces.map((piece) => fillIn(piece, { node, env, problems }));
    for (const piece of filled) if (piece.kind === "secret") secrets.push({ name: piece.name, node });
    const text = mayHoldSecrets(node) ? keepSecrets(filled) : filled.map(textOf).join("");
    const isRead = !node.quoted && pieces.some(({ kind }) => kind === "env");
    return isRead ? readAgain(text, node, problems) : { ...node, value: text };
  };
  const visitMap = (node: MapNode): MapNode => {
    const entries = new Map<string, MapEntry>();
    for (const [key, { keyPlace, value }] of node.entries) {
      const known = problems.length;
      const filled = visit(value);
      const isGone = isEmpty(filled) && !isEmpty(value) && problems.length === known;
      if (!isGone) entries.set(key, { keyPlace, value: filled });
    }
    return { ...node, entries };
  };
  return { tree: visit(tree), problems, secrets };
}

/** Whether a value may refer to secrets: in the options of callbacks, which are filled in when they run. */
export function mayHoldSecrets({ path }: SourceNode): boolean {
  return /^(before|after)_backtest\[/.test(path);
}

function textOf(piece: FilledPiece): string {
  return piece.kind === "secret" ? `\${secret:${piece.name}}` : piece.text;
}

interface Filling {
  readonly node: ScalarNode;
  readonly env: EnvironmentVariables;
  readonly problems: Problem[];
}

const ALLOWED = "Use ${env:NAME}, ${env:NAME:-default} or ${secret:NAME}; write $${ for a ${ that is text.";

function fillIn(piece: Piece, { node, env, problems }: Filling): FilledPiece {
  switch (piece.kind) {
    case "text":
      return piece;
    case "unknown": {
      const message = `${piece.text} means nothing here.`;
      problems.push(problemAt(node, { code: "DAG_VALUE_INVALID", message, hint: ALLOWED }));
      return { kind: "text", text: piece.text };
    }
    case "env": {
      const set = ownValue(env, piece.name);
      // As in a shell: a default counts for an empty variable too.
      const text = set === undefined || set === "" ? (piece.fallback ?? set) : set;
      if (text !== undefined) return { kind: "text", text };
      const hint = `Set ${piece.name}, or write \${env:${piece.name}:-default}.`;
      problems.push(problemAt(node, { code: "ENV_MISSING", message: `The environment has no ${piece.name}.`, hint }));
      return { kind: "text", text: "" };
    }
    case "secret": {
      if ((ownValue(env, piece.name) ?? "") !== "") return piece;
      const hint = `Set the environment variable ${piece.name} where Nightgrid runs.`;
      problems.push(problemAt(node, { code: "SECRET_MISSING", message: `There is no secret ${piece.name}.`, hint }));
      return piece;
    }
  }
}

/** As YAML reads a plain value; lists and maps in their flow form, of which every part lies where the reference does. */
function readAgain(text: string, node: ScalarNode, problems: Problem[]): SourceNode {
  if (/^\s*[[{]/.test(text)) return readFlow(text, node, problems);
  const value = readPlainValue(text);
  const problem = scalarProblem(value);
  if (problem === null) return { ...node, value };
  problems.push(problemAt(node, problem));
  return { ...node, value: null };
}

function readFlow(text: string, node: ScalarNode, problems: Problem[]): SourceNode {
  const { root, problems: found } = parseYaml(text, node.place?.file ?? "");
  const [first] = found;
  if (root !== null && first === undefined) return placedAt(root, node);
  const message = `The environment's value ${JSON.stringify(text)} is no list and no map: ${first?.message ?? ""}`;
  const hint = `Mend the value, or put the reference in quotes to take it as text.`;
  problems.push(problemAt(node, { code: "YAML_SYNTAX", message, hint }));
  return { ...node, value: null };
}

/** Paths are those of the reference too: there is no way into it. */
function placedAt(part: SourceNode, at: NodeOrigin): SourceNode {
  const { place, path } = at;
  switch (part.kind) {
    case "scalar":
      return { ...part, place, path };
    case "list":
      return { ...part, place, path, items: part.items.map((item) => placedAt(item, at)) };
    case "map": {
      const entries = [...part.entries].map(([key, { value }]): [string, MapEntry] => [
        key,
        { keyPlace: place, value: placedAt(value, at) },
      ]);
      return { ...part, place, path, entries: new Map(entries) };
    }
  }
}

function isEmpty(node: SourceNode): boolean {
  return node.kind === "scalar" && node.value === null;
}
