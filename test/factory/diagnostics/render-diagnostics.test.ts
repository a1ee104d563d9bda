import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../src/factory/diagnostics/diagnostic.ts";
import { terminalText } from "../../../src/core/text/colors.ts";
import { renderDiagnostics } from "../../../src/factory/diagnostics/render-diagnostics.ts";

const diagnostic: Diagnostic = {
  severity: "error",
  code: "DAG_KEY_UNKNOWN",
  message: 'There is no key "stratgy" in "backtest".',
  hint: 'Did you mean "strategy"?',
  file: "/project/dags/a.yaml",
  line: 12,
  column: 3,
  endColumn: 10,
  path: "backtest.stratgy",
  excerpt: "  stratgy: sma_cross",
};

describe("renderDiagnostics", () => {
  it("shows code, place, line, caret and hint", () => {
    expect(renderDiagnostics([diagnostic], { color: false, cwd: "/project" })).toBe(
      [
        'error[DAG_KEY_UNKNOWN]: There is no key "stratgy" in "backtest".',
        "  --> dags/a.yaml:12:3",
        "   |",
        "12 |   stratgy: sma_cross",
        "   |   ^^^^^^^",
        '   = Did you mean "strategy"?',
        "",
        "1 error.",
        "",
      ].join("\n"),
    );
  });

  it("says nothing about nothing, and counts errors and warnings apart", () => {
    expect(renderDiagnostics([], { color: false })).toBe("");
    const warning: Diagnostic = { ...diagnostic, severity: "warning" };
    expect(renderDiagnostics([diagnostic, warning, diagnostic], { color: false })).toMatch(
      /2 errors and 1 warning\.\n$/,
    );
  });

  it("colours only when asked", () => {
    expect(terminalText(renderDiagnostics([diagnostic], { color: true }))).toContain("\u001B[31m");
    expect(renderDiagnostics([diagnostic], { color: false })).not.toContain("\u001B");
  });

  it("lets no control sequence of a file reach the terminal", () => {
    const nasty = { ...diagnostic, message: "\u001B[2J\u0007", excerpt: "a\u001B]0;x\u0007\tb" };
    const text = renderDiagnostics([nasty], { color: false });
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("keeps a message of several lines on one", () => {
    const text = renderDiagnostics([{ ...diagnostic, message: "Expected }\n   at line 3" }], { color: false });
    expect(text).toContain("Expected } at line 3\n");
  });

  it("cuts a long line to the part around the problem, the caret still below it", () => {
    const excerpt = `${"x".repeat(5000)}HERE${"y".repeat(5000)}`;
    const rows = renderDiagnostics([{ ...diagnostic, excerpt, column: 5001, endColumn: 5005 }], { color: false }).split(
      "\n",
    );
    const [line = "", caret = ""] = [rows[3], rows[4]];
    expect(line.length).toBeLessThan(130);
    expect(line.indexOf("HERE")).toBe(caret.indexOf("^"));
    expect(caret).toMatch(/\^{4}$/);
  });
});
