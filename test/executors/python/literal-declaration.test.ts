import { describe, expect, it } from "vitest";
import { literalDeclaration } from "../../../src/executors/python/literal-declaration.ts";

const SIGNALS = "def signals(bars, params):\n    return None\n";

describe("what a Python module declares in plain literals", () => {
  it("is read without Python", () => {
    const text = `"""Words."""
import numpy as np

# params = {"old": 1}
params: dict = {
    "fast": {"kind": "int", "default": 2_0, "min": 1, "max": 5e2},  # bars
    'side': {"kind": "choice", "default": "long", "choices": ["long", 'short',]},
    "loud": {"kind": "bool", "default": True, "optional": False},
    "limit": {"kind": "float", "default": -0.5},
}
name = "mine"
symbols = None

${SIGNALS}
def warmup(params): return 3
`;
    expect(literalDeclaration(text)).toEqual({
      params: {
        fast: { kind: "int", default: 20, min: 1, max: 500 },
        side: { kind: "choice", default: "long", choices: ["long", "short"] },
        loud: { kind: "bool", default: true, optional: false },
        limit: { kind: "float", default: -0.5 },
      },
      name: "mine",
      symbols: null,
      functions: ["signals", "warmup"],
    });
    expect(literalDeclaration(SIGNALS)).toMatchObject({ params: {}, functions: ["signals"] });
  });

  it.each([
    "x = 1\n",
    `params = make()\n${SIGNALS}`,
    `params = {"a": 1 + 1}\n${SIGNALS}`,
    `params = {"a": f"x"}\n${SIGNALS}`,
    `params = {"a": 1} | {"b": 2}\n${SIGNALS}`,
    `params = {"a": 1}\nparams = {"b": 2}\n${SIGNALS}`,
    `params = {"a": "x\\n"}\n${SIGNALS}`,
    `params = {"a": [1, 2\n${SIGNALS}`,
    `params = {1: 2}\n${SIGNALS}`,
    `params = {"a": 1} if x else {}\n${SIGNALS}`,
  ])("%j is not plain enough", (text) => {
    expect(literalDeclaration(text)).toBeNull();
  });
});
