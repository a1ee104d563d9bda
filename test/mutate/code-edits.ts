import type { Edit } from "./mutation.ts";

/** A node of the syntax tree, as the parser gives it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const OPPOSITES: Readonly<Record<string, readonly [kind: string, operator: string]>> = {
  "<": ["move the border", "<="],
  "<=": ["move the border", "<"],
  ">": ["move the border", ">="],
  ">=": ["move the border", ">"],
  "===": ["turn the comparison", "!=="],
  "!==": ["turn the comparison", "==="],
  "+": ["swap plus and minus", "-"],
  "-": ["swap plus and minus", "+"],
  "&&": ["swap and and or", "||"],
  "||": ["swap and and or", "&&"],
};

/** What is said to people is not what these tests hold. */
const TOLD = /^(?:await |void )?[\w.?]*\b(?:log|logs|output|console)\b[\w.?()]*\.(?:debug|info|warn|error|note)\(/;

/** Changes of one node itself, not of those below it. */
export function codeEdits(node: SyntaxNode, source: string): readonly Edit[] {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return swappedOperator(node, source);
    case "IfStatement":
    case "WhileStatement":
    case "ConditionalExpression":
      return negatedTest(node, source);
    case "AwaitExpression":
      return [
        { kind: "drop the await", start: node.start, end: (node["argument"] as SyntaxNode).start, replacement: "" },
      ];
    case "ExpressionStatement":
      return droppedStatement(node, source);
    case "Literal":
      return changedLiteral(node);
    default:
      return [];
  }
}

function swappedOperator(node: SyntaxNode, source: string): readonly Edit[] {
  const operator = String(node["operator"]);
  const opposite = OPPOSITES[operator];
  const left = node["left"] as SyntaxNode;
  if (opposite === undefined || isText(left) || isText(node["right"] as SyntaxNode)) return [];
  const start = source.indexOf(operator, left.end);
  return [{ kind: opposite[0], start, end: start + operator.length, replacement: opposite[1] }];
}

/** Sums of texts have no difference. */
function isText(node: SyntaxNode): boolean {
  return (
    node.type === "TemplateLiteral" ||
    (node.type === "Literal" && typeof node["value"] === "string" && node["value"].length > 12)
  );
}

function negatedTest(node: SyntaxNode, source: string): readonly Edit[] {
  const test = node["test"] as SyntaxNode;
  const text = source.slice(test.start, test.end);
  return [{ kind: "negate the condition", start: test.start, end: test.end, replacement: `!(${text})` }];
}

function droppedStatement({ start, end, expression }: SyntaxNode, source: string): readonly Edit[] {
  const { type } = expression as SyntaxNode;
  const text = source.slice(start, end);
  if (!/^(Await|Call|Assignment|Update|Unary)Expression$/.test(type) || TOLD.test(text)) return [];
  return [{ kind: "drop the statement", start, end, replacement: ";" }];
}

function changedLiteral({ start, end, value }: SyntaxNode): readonly Edit[] {
  if (typeof value === "boolean") return [{ kind: "turn the truth", start, end, replacement: String(!value) }];
  if (value === 0 || value === 1) return [{ kind: "change the number", start, end, replacement: String(1 - value) }];
  return [];
}
