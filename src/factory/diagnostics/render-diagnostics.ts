import path from "node:path";
import { type Colors, createColors } from "../../core/text/colors.ts";
import type { Diagnostic } from "./diagnostic.ts";

export interface RenderOptions {
  /** Painted text is shown through `terminalText`. */
  readonly color: boolean;
  /** Files are shown relative to this folder; absolute without one. */
  readonly cwd?: string;
}

/** Columns of the text shown; of longer lines the part around the problem. */
const MAX_WIDTH = 110;

/**
 * For people: each with its place, the line and a caret, and what to do; at the end how many there are.
 * Empty for no diagnostics.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  if (diagnostics.length === 0) return "";
  const colors = createColors(options.color);
  const parts = diagnostics.map((diagnostic) => renderOne(diagnostic, options, colors));
  return `${[...parts, summary(diagnostics)].join("\n\n")}\n`;
}

function renderOne(diagnostic: Diagnostic, { cwd }: RenderOptions, colors: Colors): string {
  const { severity, code, message, hint, line, column } = diagnostic;
  const paint = severity === "error" ? colors.red : colors.yellow;
  const file = cwd === undefined ? diagnostic.file : path.relative(cwd, diagnostic.file);
  const gutter = " ".repeat(String(line).length);
  const { text, caret } = frame(diagnostic);
  const rows = [
    `${paint(colors.bold(`${severity}[${code}]`))}${colors.bold(`: ${printable(message)}`)}`,
    `${gutter}${colors.dim("-->")} ${printable(file)}:${line}:${column}`,
    `${gutter} ${colors.dim("|")}`,
    `${colors.dim(`${line} |`)} ${text}`,
    `${gutter} ${colors.dim("|")} ${paint(caret)}`,
  ];
  return hint === null ? rows.join("\n") : [...rows, `${gutter} ${colors.dim("=")} ${printable(hint)}`].join("\n");
}

/** The line and the carets below it, cut to the window around the problem. */
function frame({ excerpt, column, endColumn }: Diagnostic): { readonly text: string; readonly caret: string } {
  const from = Math.max(0, Math.min(column - 1 - MAX_WIDTH / 2, excerpt.length - MAX_WIDTH));
  const text = printable(excerpt.slice(from, from + MAX_WIDTH));
  const before = column - 1 - from;
  const width = Math.max(1, Math.min(endColumn - column, MAX_WIDTH - before));
  return { text, caret: " ".repeat(before) + "^".repeat(width) };
}

/** A file must not be able to send control sequences to the terminal. One sign each, so that carets stay in place. */
function printable(text: string): string {
  return text.replace(/\t|\s*\n\s*/g, " ").replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]/gu, "·");
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [counted(errors, "error"), counted(warnings, "warning")].filter((part) => part !== "");
  return `${parts.join(" and ")}.`;
}

function counted(count: number, noun: string): string {
  if (count === 0) return "";
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
