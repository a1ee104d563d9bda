import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../src/factory/yaml/parse-yaml.ts";
import { nodeAt, toPlain } from "../../../src/factory/yaml/source-tree.ts";
import { loadText } from "../support/load-text.ts";

function valueOf(text: string): unknown {
  const { root, problems } = parseYaml(text, "/dag.yaml");
  expect(problems).toEqual([]);
  return root === null ? null : toPlain(root);
}

describe("aliases and merge keys", () => {
  it("bring in what the anchor holds; own keys win, and of several maps the first", () => {
    expect(valueOf("a: &a { x: 1, y: 2 }\nb: *a\nc: { <<: *a, y: 3 }")).toEqual({
      a: { x: 1, y: 2 },
      b: { x: 1, y: 2 },
      c: { x: 1, y: 3 },
    });
    expect(valueOf("a: &a { x: 1 }\nb: &b { x: 2, y: 2 }\nc:\n  <<: [*a, *b]")).toMatchObject({ c: { x: 1, y: 2 } });
  });

  it("take the last anchor of a name above them", () => {
    expect(valueOf("a: &n 1\nb: *n\nc: &n 2\nd: *n")).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it("give their values the place of the alias", () => {
    const text = "a: &a { x: [1] }\nb: *a";
    const { root } = parseYaml(text, "/dag.yaml");
    const inner = root === null ? null : nodeAt(root, ["b", "x", 0]);
    expect(inner).toMatchObject({ value: 1, path: "b.x[0]", place: { start: text.indexOf("*a"), end: text.length } });
  });

  it("are pointed at when what they bring in is wrong", async () => {
    const text = `id: x
backtest: { strategy: sma_cross, data: { dataset: sp500 }, params: &p { fast: 5, slwo: 10 } }
backtests:
  a: { params: *p }
`;
    const { diagnostics } = await loadText(text);
    expect(diagnostics.map(({ code, line, column }) => [code, line, column])).toEqual([["PARAM_UNKNOWN", 4, 16]]);
  });
});

describe("a value without text", () => {
  it("lies at its key", () => {
    const { root } = parseYaml("a:\nb: {c, d: }", "/dag.yaml");
    const places = ["a", "c"].map((key) =>
      root === null ? null : nodeAt(root, key === "a" ? ["a"] : ["b", "c"]).place,
    );
    expect(places).toMatchObject([{ start: 2 }, { start: 7, end: 8 }]);
  });
});
