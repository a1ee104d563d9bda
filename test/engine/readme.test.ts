import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PROFILES } from "../../src/engine/profiles/registry.ts";
import { STRATEGY_KINDS } from "../../src/engine/kinds/strategy-kind.ts";

const ENGINE = path.resolve(import.meta.dirname, "../../src/engine");
const ROOT = path.resolve(ENGINE, "../..");
const page = readFileSync(path.join(ENGINE, "README.md"), "utf8");

describe("src/engine/README.md", () => {
  it("names every folder of the engine", () => {
    const folders = readdirSync(ENGINE, { recursive: true, withFileTypes: true, encoding: "utf8" })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.relative(ENGINE, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
    expect(folders.length).toBeGreaterThan(15);
    expect(folders.filter((folder) => !page.includes(`\`${folder}/\``))).toEqual([]);
  });

  it("names only files and folders that there are", () => {
    const files = page.matchAll(/(?<![\w/.-])((?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.test)?\.ts)\b/g);
    const folders = page.matchAll(/`((?:[a-z0-9-]+\/)+)`/g);
    const named = [...files, ...folders].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(50);
    const places = (name: string): string => path.join(name.startsWith("test/") ? ROOT : ENGINE, name);
    expect(named.filter((name) => !existsSync(places(name)))).toEqual([]);
  });

  it("names every profile and every kind of strategy", () => {
    const missing = PROFILES.filter((profile) => !page.includes(`\`${profile}\``));
    expect([...missing, ...STRATEGY_KINDS.filter((kind) => !page.includes(`\n   ${kind} ─`))]).toEqual([]);
  });
});
