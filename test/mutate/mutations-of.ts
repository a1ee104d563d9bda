import { parseAst } from "vitest/node";
import { codeEdits, type SyntaxNode } from "./code-edits.ts";
import type { Edit, Mutation } from "./mutation.ts";
import { isSql, sqlEdits } from "./sql-edits.ts";

/** Not run, or of types alone: a change there says nothing. */
const SKIPPED = /^(Import|ExportAll|TS(?!AsExpression|SatisfiesExpression|NonNull))/;

/** All mutations of a source file, in the order of its text. */
export function mutationsOf(file: string, source: string): readonly Mutation[] {
  const mutations: Mutation[] = [];
  const add = (language: Mutation["language"], edits: readonly Edit[], offset = 0): void => {
    for (const edit of edits) {
      const start = edit.start + offset;
      const line = source.slice(0, start).split("\n").length;
      mutations.push({ ...edit, file, line, language, start, end: edit.end + offset });
    }
  };
  const visit = (node: SyntaxNode, statement: string | null): void => {
    if (SKIPPED.test(node.type)) return;
    const isText = node.type === "TemplateLiteral" || node.type === "Literal";
    const text = source.slice(node.start + 1, node.end - 1);
    const sql = isText && isSql(text);
    if (node.type === "TemplateElement" && statement !== null) {
      const { raw } = node["value"] as { readonly raw: string };
      // The parser counts the signs around it in.
      add("sql", sqlEdits(raw, statement), source.indexOf(raw, node.start));
    }
    if (node.type === "Literal" && sql) add("sql", sqlEdits(text), node.start + 1);
    else add("code", codeEdits(node, source));
    for (const child of childrenOf(node)) visit(child, sql ? text : null);
  };
  visit(parseAst(source, { lang: "ts" }) as unknown as SyntaxNode, null);
  return mutations.toSorted((a, b) => a.start - b.start);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
