import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../src/factory/yaml/parse-yaml.ts";
import { loadText } from "../support/load-text.ts";

function codesOf(text: string): readonly string[] {
  return parseYaml(text, "/dag.yaml").problems.map((problem) => problem.code);
}

/** Ten levels of nine aliases each: 9^10 values. */
const LAUGHS = Array.from({ length: 10 }, (_, level) => {
  const items = level === 0 ? "x" : `*a${level - 1}`;
  return `k${level}: &a${level} [${Array.from({ length: 9 }, () => items).join(", ")}]`;
}).join("\n");

describe("a YAML bomb is refused:", () => {
  it.each([
    ["a billion laughs", LAUGHS],
    ["a hundred thousand aliases", `a: &a 1\nb: [${"*a,".repeat(100_000)}]`],
    ["a million open brackets", `a: ${"[".repeat(1_000_000)}`],
    ["fifty thousand nested dashes", `a:\n ${"- ".repeat(50_000)}x`],
    ["forty-one levels", `${"a: {".repeat(1)}${"b: {".repeat(41)}${"}".repeat(42)}`],
    ["more than 5 MB", `a: ${"x".repeat(5 * 1024 * 1024)}`],
  ])("%s", (_name, text) => {
    expect(codesOf(text)).toEqual(["YAML_LIMIT"]);
  });

  it("but 5 MB of comment and 10,000 aliased values are fine", () => {
    expect(codesOf(`# ${"x".repeat(5 * 1024 * 1024 - 100)}\na: 1`)).toEqual([]);
    expect(codesOf(`a: &a 1\nb: [${"*a,".repeat(10_000)}]`)).toEqual([]);
  });
});

describe("refused with its place:", () => {
  it.each([
    ["a: 1\na: 2", "DAG_KEY_DUPLICATE", 5],
    ["a: !foo 1", "YAML_SYNTAX", 3],
    ["a: *nowhere", "YAML_SYNTAX", 3],
    ["a: &a [*a]", "YAML_SYNTAX", 7],
    ["a: .nan", "DAG_VALUE_INVALID", 3],
    ["a: -.inf", "DAG_VALUE_INVALID", 3],
    ["a: 1e999", "DAG_VALUE_INVALID", 3],
    ["a: !!timestamp 2020-01-01", "YAML_SYNTAX", 3],
    ["__proto__: 1", "YAML_SYNTAX", 0],
    ["? [a]\n: b", "YAML_SYNTAX", 2],
    ['a: "\\0"', "YAML_LIMIT", 3],
    ["a: 1\n---\nb: 2", "YAML_SYNTAX", 5],
    ["a: [1,", "YAML_SYNTAX", 6],
    ["", "DAG_INVALID", 0],
  ])("%j", (text, code, start) => {
    const [problem, ...more] = parseYaml(text, "/dag.yaml").problems;
    expect([problem?.code, problem?.place?.start, more]).toEqual([code, start, []]);
  });
});

describe("a hostile text costs no more than its length:", () => {
  it.each([
    ["open references", '"'.concat("${".repeat(500_000), '"')],
    ["dollars", '"'.concat("$".repeat(1_000_000), '"')],
    ["open references of braces", '"'.concat("${{a ".repeat(300_000), '"')],
  ])("%s", async (_name, text) => {
    const { diagnostics } = await loadText(`id: x\ndescription: ${text}\nbacktest: 5`);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
