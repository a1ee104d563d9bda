import type Handlebars from "handlebars";

type Program = ReturnType<typeof Handlebars.parse>;
type Node = hbs.AST.Node;
type Expression = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression;

/** A sample member of this name says that its record may have members of any name. */
export const ANY_MEMBER = "*";

export interface TemplateRules {
  /** A value of the shape that the template will get: arrays with one element at least. */
  readonly sample: unknown;
  /** Helpers beside `if`, `unless`, `each` and `with`. */
  readonly helpers: readonly string[];
  /** Every `{{…}}` must go through a helper: for formats that handlebars cannot escape by itself. */
  readonly helpersOnly: boolean;
}

/** What the names of a template stand for, innermost block last. */
type Scopes = readonly unknown[];

const BLOCKS = ["if", "unless", "each", "with"] as const;
const LOOP_NAMES: ReadonlySet<string> = new Set(["index", "first", "last", "key"]);

/**
 * Checks every path of a template, also in branches that a given value would not reach
 * (handlebars' strict mode is silent about `{{#if misspelt}}`).
 *
 * @returns one sentence per problem, with its line; empty when the template is fine
 */
export function templateProblems(program: Program, rules: TemplateRules): readonly string[] {
  const problems: string[] = [];
  const report = (node: Node, text: string): void => {
    problems.push(`line ${node.loc.start.line}: ${text}`);
  };

  const checkBody = (body: Program | undefined, scopes: Scopes): void => {
    for (const statement of body?.body ?? []) checkStatement(statement, scopes);
  };

  const checkStatement = (node: Node, scopes: Scopes): void => {
    switch (node.type) {
      case "ContentStatement":
      case "CommentStatement":
        return;
      case "MustacheStatement":
        return checkOutput(node as hbs.AST.MustacheStatement, scopes);
      case "BlockStatement":
        return checkBlock(node as hbs.AST.BlockStatement, scopes);
      default:
        report(node, `a ${node.type} is not allowed`);
    }
  };

  const checkOutput = (node: hbs.AST.MustacheStatement, scopes: Scopes): void => {
    if (!node.escaped) report(node, "unescaped output is not allowed; write {{…}} with two braces");
    const helper = rules.helpers.find((name) => name === nameOf(node));
    if (helper !== undefined) {
      checkArguments(node, scopes);
      return;
    }
    if (node.path.type !== "PathExpression") {
      report(node, "a literal needs no braces");
      return;
    }
    if (rules.helpersOnly)
      report(node, `write {{${rules.helpers[0]} ${nameOf(node)}}}: every output needs an escaping helper`);
    if (node.params.length > 0) report(node, `there is no helper "${nameOf(node)}"`);
    else resolve(node.path, scopes);
  };

  const checkBlock = (node: hbs.AST.BlockStatement, scopes: Scopes): void => {
    const block = BLOCKS.find((name) => name === nameOf(node));
    if (block === undefined) return report(node, `there is no block "${nameOf(node)}"; there are ${BLOCKS.join(", ")}`);
    const [subject] = checkArguments(node, scopes);
    checkBody(node.program, block === "if" || block === "unless" ? scopes : [...scopes, innerOf(block, subject)]);
    checkBody(node.inverse, scopes);
  };

  const checkArguments = (node: Expression, scopes: Scopes): readonly unknown[] => {
    const named = node.hash?.pairs.map((pair) => pair.value) ?? [];
    return [...node.params, ...named].map((argument) => resolve(argument, scopes));
  };

  /** The sample value that an expression stands for; undefined after a report. */
  const resolve = (node: Node, scopes: Scopes): unknown => {
    if (node.type === "SubExpression") {
      const call = node as hbs.AST.SubExpression;
      if (!rules.helpers.includes(nameOf(call))) report(node, `there is no helper "${nameOf(call)}"`);
      checkArguments(call, scopes);
      return "";
    }
    if (node.type !== "PathExpression") return node;
    const found = findPath(node as hbs.AST.PathExpression, scopes);
    if (found.problem !== null) report(node, found.problem);
    return found.value;
  };

  checkBody(program, [rules.sample]);
  return problems;
}

interface Found {
  readonly value: unknown;
  readonly problem: string | null;
}

/** Follows `name`, `a.b`, `../name`, `this`, `@root.name` and the names of a loop through the sample. */
function findPath(path: hbs.AST.PathExpression, scopes: Scopes): Found {
  const parts = path.parts.map(String);
  if (!path.data) return followParts(path.original, scopes.at(-1 - path.depth), parts);
  const [first = "", ...rest] = parts;
  if (LOOP_NAMES.has(first)) return followParts(path.original, "", rest);
  if (first === "root") return followParts(path.original, scopes[0], rest);
  return { value: undefined, problem: `there is no "${path.original}"` };
}

function followParts(original: string, start: unknown, parts: readonly string[]): Found {
  let value = start;
  for (const part of parts) {
    if (!isRecord(value)) return { value: undefined, problem: `there is no "${original}"` };
    const member = Object.hasOwn(value, part) ? part : ANY_MEMBER;
    if (!Object.hasOwn(value, member)) {
      return { value: undefined, problem: `there is no "${original}"; known: ${Object.keys(value).join(", ")}` };
    }
    value = value[member];
  }
  return { value, problem: null };
}

function innerOf(block: "each" | "with", subject: unknown): unknown {
  if (block === "with") return subject;
  return isRecord(subject) ? Object.values(subject)[0] : undefined;
}

function nameOf(node: Expression): string {
  const { path } = node;
  return "original" in path ? path.original : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
