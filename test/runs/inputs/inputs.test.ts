import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../src/core/values/hash.ts";
import { changedInputs } from "../../../src/runs/inputs/changed-inputs.ts";
import { fileChanges } from "../../../src/runs/inputs/file-changes.ts";
import { restoreCode } from "../../../src/runs/inputs/restore-code.ts";
import { codeHash } from "../../../src/sandbox/modules/code-hash.ts";

const PARTS = {
  code: "one",
  engine: 5,
  snapshot: "s1",
  symbols: ["A"],
  window: [[1, 2]],
  settings: {
    costs: { commissionBps: 5 },
    initialCapital: 1,
    seed: 1,
    execution: { profile: "native" },
    barsPerYear: 252,
  },
  volatile: null,
};

describe("what results are made of", () => {
  it("is told apart value by value, each with its kind", () => {
    const settings = { ...PARTS.settings, costs: { commissionBps: 7 }, seed: 2, initialCapital: 3, barsPerYear: 365 };
    const after = { ...PARTS, code: "two", engine: 6, snapshot: "s2", window: [[1, 3]], settings, gone: 1 };
    expect(changedInputs({ parts: PARTS }, { parts: after }).map(({ kind, path: at }) => [kind, at])).toEqual([
      ["code", "code"],
      ["engine", "engine"],
      ["data", "snapshot"],
      ["dates", "window"],
      ["costs", "settings.costs.commission_bps"],
      ["capital", "settings.initial_capital"],
      ["seed", "settings.seed"],
      ["settings", "settings.bars_per_year"],
      ["other", "gone"],
    ]);
    expect(changedInputs({ parts: PARTS }, { parts: { ...PARTS } })).toEqual([]);
  });

  it("names are no prototypes: a part called like one is a part", () => {
    const strange = JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>;
    expect(changedInputs({ parts: {} }, { parts: strange }).map(({ path: at }) => at)).toContain("constructor");
  });
});

describe("the files of a strategy", () => {
  it("are added, removed or changed, by lines as often as they are there", () => {
    const texts = new Map([
      ["a", "one\ntwo\ntwo\n"],
      ["b", "one\ntwo\nthree\r\n"],
    ]);
    const before = [
      { path: "mine.ts", hash: "a" },
      { path: "gone.ts", hash: "a" },
    ];
    const after = [
      { path: "mine.ts", hash: "b" },
      { path: "new.ts", hash: "unknown" },
    ];
    expect(fileChanges(before, after, texts)).toEqual([
      { path: "gone.ts", change: "removed", linesAdded: 0, linesRemoved: 3 },
      { path: "mine.ts", change: "changed", linesAdded: 1, linesRemoved: 1 },
      { path: "new.ts", change: "added", linesAdded: null, linesRemoved: null },
    ]);
  });

  const file = (name: string, text: string) => ({ path: name, text, hash: sha256(text) });

  it("are put back so that their hash is what it was", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-restored-"));
    const main = file("mine.ts", `import "../lib/level.ts"; import "./near.ts";`);
    const files = [main, file("../lib/level.ts", "export const a = 1;"), file("near.ts", "export const b = 1;")];
    const [first, again] = [
      await restoreCode(folder, { name: "one", files, python: null }),
      await restoreCode(folder, { name: "one", files, python: null }),
    ];
    expect(again).toBe(first);
    expect(readFileSync(first ?? "", "utf8")).toBe(main.text);
    const parts = files.map(({ path: name, hash }) => `${name}\0${hash}`).sort();
    expect(await codeHash(first ?? "")).toBe(sha256(parts.join("\n")));
  });

  it("never leave their folder, whatever their paths say", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-restored-"));
    for (const [index, bad] of ["/etc/passwd", "a/../../../../../../x", "..", "\0"].entries()) {
      const files = [file("mine.ts", "1"), file(bad, "2")];
      const place = await restoreCode(folder, { name: `bad${index}`, files, python: null }).catch(() => null);
      if (place !== null) expect(path.relative(folder, place).startsWith("..")).toBe(false);
    }
    expect(readdirSync(path.dirname(folder)).filter((name) => name === "x")).toEqual([]);
  });
});
