import { parse, type ASTNode } from "@marcbachmann/cel-js";

/** `["best", "params", "fast"]` for `best.params.fast` and for `best.params["fast"]`. */
export type MemberPath = readonly string[];

const COMPARISONS = ["<", "<=", ">", ">=", "==", "!="] as const;
type ComparisonOperator = (typeof COMPARISONS)[number];

/** A member held against a literal, turned so that the member stands on the left. */
export interface Comparison {
  readonly path: MemberPath;
  readonly operator: ComparisonOperator;
  readonly literal: number | string;
}

export interface ConditionParts {
  /** Every member that is read, in order of appearance; names without members have one part. */
  readonly paths: readonly MemberPath[];
  readonly comparisons: readonly Comparison[];
}

const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "==": "==",
  "!=": "!=",
};

/**
 * What a CEL expression reads and compares, without evaluating it: for checks at load and for messages.
 * Variables of macros (`[1, 2].exists(x, …)`) are listed as paths too.
 *
 * @throws Error on a syntax error
 */
export function conditionParts(source: string): ConditionParts {
  const paths: MemberPath[] = [];
  const comparisons: Comparison[] = [];
  const visit = (node: ASTNode): void => {
    const comparison = comparisonOf(node);
    if (comparison !== null) comparisons.push(comparison);
    const path = pathOf(node);
    if (path === null) for (const child of childrenOf(node.args)) visit(child);
    else paths.push(path);
  };
  visit(parse(source).ast);
  return { paths, comparisons };
}

function pathOf(node: ASTNode): MemberPath | null {
  if (node.op === "id") return [node.args];
  if (node.op === ".") return extended(node.args[0], node.args[1]);
  if (node.op !== "[]") return null;
  const key = literalOf(node.args[1]);
  return typeof key === "string" ? extended(node.args[0], key) : null;
}

function extended(owner: ASTNode, member: string): MemberPath | null {
  const path = pathOf(owner);
  return path === null ? null : [...path, member];
}

function comparisonOf(node: ASTNode): Comparison | null {
  const operator = COMPARISONS.find((sign) => sign === node.op);
  if (operator === undefined || !Array.isArray(node.args)) return null;
  const [left, right] = childrenOf(node.args);
  if (left === undefined || right === undefined) return null;
  return (
    comparison(pathOf(left), operator, literalOf(right)) ??
    comparison(pathOf(right), MIRRORED[operator], literalOf(left))
  );
}

function comparison(
  path: MemberPath | null,
  operator: ComparisonOperator,
  literal: number | string | null,
): Comparison | null {
  return path === null || literal === null ? null : { path, operator, literal };
}

function literalOf(node: ASTNode): number | string | null {
  if (node.op === "-_") {
    const operand = literalOf(node.args);
    return typeof operand === "number" ? -operand : null;
  }
  if (node.op !== "value") return null;
  if (typeof node.args === "bigint") return Number(node.args);
  return typeof node.args === "number" || typeof node.args === "string" ? node.args : null;
}

/** Operands are nested differently per operator: a node, a pair, or a name with a list. */
function childrenOf(operands: unknown): readonly ASTNode[] {
  if (Array.isArray(operands)) return operands.flatMap(childrenOf);
  return isNode(operands) ? [operands] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
