import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CONTRACT_FILES, OUTPUT_RULE_NAMES, outputRule } from "../../../src/core/spec/outputs-spec.ts";

const page = readFileSync(new URL("../../../docs/outputs.md", import.meta.url), "utf8");

it("docs/outputs.md has every rule with the files that it is of, and its meaning", () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+?) \| (.+) \|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(
    OUTPUT_RULE_NAMES.map((name) => {
      const { of, meaning } = outputRule(name);
      return [name, of?.join(", ") ?? "any file", meaning];
    }),
  );
});

it("docs/outputs.md lists every file of the contract", () => {
  const rows = [...page.matchAll(/^\| `([\w.]+\.\w+)` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual(CONTRACT_FILES);
});
