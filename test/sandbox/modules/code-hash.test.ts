import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeHash } from "../../../src/sandbox/modules/code-hash.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-code-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Whether a change of `helper` changes the hash of `main`. */
async function sees(main: string, text: string, helper: string): Promise<boolean> {
  const file = write(main, text);
  write(helper, "export const a = 1;\n");
  const before = await codeHash(file);
  write(helper, "export const a = 2;\n");
  return (await codeHash(file)) !== before;
}

describe("HOUSE step 11: the code hash sees a change of", () => {
  it.each([
    ["an import", "s.ts", 'import { a } from "./h.ts";', "h.ts"],
    ["an import with a comment in it", "s.ts", 'import { a } from /* the helper */ "./h.ts";', "h.ts"],
    ["an import of several lines", "s.ts", 'import {\n  a,\n} from\n  "./h.ts";', "h.ts"],
    ["an import for what it does", "s.ts", 'import "./h.ts";', "h.ts"],
    ["what is exported again", "s.ts", 'export * from "./h.ts";', "h.ts"],
    ["an import while it runs", "s.ts", 'const a = await import(/* late */ "./h.ts");', "h.ts"],
    ["a name with escapes", "s.mjs", 'import { a } from "./\\x68.mjs";', "h.mjs"],
    ["a name that is written as a URL", "s.mjs", 'import { a } from "./my%20helper.mjs?fresh";', "my helper.mjs"],
    ["a table", "s.mjs", 'import a from "./h.json" with { type: "json" };', "h.json"],
    ["a type beside a value", "s.ts", 'import { type A, a } from "./h.ts";', "h.ts"],
    ["CommonJS", "s.cjs", 'const { a } = require("./h.cjs");', "h.cjs"],
    ["CommonJS without the ending", "s.js", 'const { a } = require("./h");', "h.js"],
    ["CommonJS of a folder", "s.cjs", "const { a } = require('./lib');", "lib/index.js"],
    ["a module that a module of CommonJS requires", "s.mjs", 'import m from "./m.cjs";', "h.cjs"],
    ["the imports of a package.json", "s.mjs", 'import { a } from "#lib/h.mjs";', "lib/h.mjs"],
  ])("%s", async (_what, main, text, helper) => {
    write("package.json", '{ "imports": { "#lib/*": "./lib/*" } }');
    write("m.cjs", 'module.exports = require("./h.cjs");');
    expect(await sees(main, text, helper)).toBe(true);
  });

  it.each([
    ["a type", "s.ts", 'import type { A } from "./h.ts";', "h.ts"],
    ["an import in a comment", "s.ts", '// import { a } from "./h.ts";', "h.ts"],
    ["an import in a text", "s.ts", `const text = 'import { a } from "./h.ts"';`, "h.ts"],
    ["a package", "s.mjs", 'import { a } from "h";', "node_modules/h/index.js"],
    ["a package of CommonJS", "s.cjs", 'const { a } = require("h");', "node_modules/h/index.js"],
  ])("but not of %s", async (_what, main, text, helper) => {
    expect(await sees(main, text, helper)).toBe(false);
  });

  it("what is missing, in a circle, no JavaScript, or not even a file, and fails at nothing but a missing module", async () => {
    write("a.mjs", 'import "./b.mjs"; import "./gone.mjs"; import "./folder"; require("./gone");');
    write("b.mjs", 'import "./a.mjs"; import {{{ not code');
    mkdirSync(path.join(folder, "folder"));
    expect(await codeHash(path.join(folder, "a.mjs"))).toMatch(/^[0-9a-f]{64}$/);
    await expect(codeHash(path.join(folder, "gone.mjs"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is the same wherever the project lies", async () => {
    const hashes = ["one", "two/deep"].map((place) => {
      write(`${place}/h.ts`, "export const a = 1;");
      return codeHash(write(`${place}/s.ts`, 'import { a } from "./h.ts";'));
    });
    const [one, two] = await Promise.all(hashes);
    expect(one).toBe(two);
  });
});
