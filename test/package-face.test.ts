import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageExports } from "./support/package/package-exports.ts";

const SRC = path.resolve(import.meta.dirname, "../src");
const exported = packageExports();
const page = readFileSync(new URL("../docs/package.md", import.meta.url), "utf8");

/** Types that exported ones speak of, though nobody outside writes them. */
const KEPT_INSIDE: Readonly<Record<string, string>> = {
  EventList: "signals as a list, for the speed of built-ins: no `define…` takes it",
  Entry: "a row of the table that MetricId is read from",
  SweepMetricId: "the part of MetricId that CellMetrics always has",
  ComputedMetricId: "the part of MetricId that CellMetrics has where it was asked for",
  StrategyOf: "what all kinds of strategies have",
  ValueOf: "a step of ParamsOf and OptionsOf",
};

/** The declaration of a name, without comments, as far as its signature goes. */
function declarationsOf(text: string, name: string): string {
  const start = String.raw`^(?:export )?(?:interface|type|function) ${name}\b`;
  const found = text.matchAll(new RegExp(String.raw`${start}[^]*?(?:^\}|;\nexport|;\n\n|;\n*(?![^]))`, "gm"));
  return [...found].map(([declaration]) => declaration).join("\n");
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*\*[^]*?\*\/|\/\/.*$/gm, "");
}

function typesInReach(text: string): readonly string[] {
  const imported = [...text.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) => names.split(","));
  const own = [...text.matchAll(/^(?:export )?(?:interface|type) (\w+)/gm)].map(([, name = ""]) => name);
  return [...imported.map((name) => name.trim().replace(/^type /, "")), ...own].filter((name) => /^[A-Z]/.test(name));
}

/** What a file loads at run time, itself included: its imports but for those of types. */
function loadedWith(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const text = readFileSync(path.join(SRC, file), "utf8");
  for (const [, from = ""] of text.matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)"/gm)) {
    if (from.startsWith(".")) loadedWith(path.join(path.dirname(file), from), loaded);
    else loaded.add(from);
  }
  return loaded;
}

describe("the package's face", () => {
  it("exports every type that an exported one speaks of", () => {
    const names = new Set(exported.map(({ name }) => name));
    const forgotten = exported.flatMap(({ name, file }) => {
      const text = withoutComments(readFileSync(path.join(SRC, file), "utf8"));
      const declared = declarationsOf(text, name);
      expect(declared, name).not.toBe("");
      return typesInReach(text)
        .filter((type) => new RegExp(String.raw`\b${type}\b`).test(declared) && !names.has(type))
        .filter((type) => KEPT_INSIDE[type] === undefined)
        .map((type) => `${name} speaks of ${type}`);
    });
    expect(forgotten).toEqual([]);
  });

  it("has one line in docs/package.md for each export, and for no other", () => {
    const listed = [...page.matchAll(/^\| `(\w+)` \| \S/gm)].map(([, name = ""]) => name);
    expect(listed.toSorted()).toEqual(exported.map(({ name }) => name).toSorted());
  });

  it("has the values that it says, and loads no engine and no database for them", async () => {
    const values = exported.filter(({ isType }) => !isType).map(({ name }) => name);
    expect(Object.keys(await import("../src/index.ts")).toSorted()).toEqual(values.toSorted());
    expect([...loadedWith("index.ts")].toSorted()).toEqual([
      "callbacks/define-callback.ts",
      "core/text/nearest-name.ts",
      "core/text/suggest-name.ts",
      "data/sources/own/define-source.ts",
      "engine/panel/extra-column.ts",
      "engine/strategy.ts",
      "index.ts",
    ]);
  });
});
