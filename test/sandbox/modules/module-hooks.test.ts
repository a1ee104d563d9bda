import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../../../src");

/** What a real Node process, far from any node_modules, finds in a user's module. */
function loadInProcess(files: Readonly<Record<string, string>>, further = ""): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "user module "));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const script = `
    import { writeFileSync } from "node:fs";
    import path from "node:path";
    import { registerModuleHooks } from ${JSON.stringify(`${SRC}/sandbox/modules/module-hooks.ts`)};
    import { importModule } from ${JSON.stringify(`${SRC}/sandbox/modules/import-module.ts`)};
    registerModuleHooks(${JSON.stringify(`file://${SRC}/index.ts`)});
    console.log((await importModule(${JSON.stringify(path.join(folder, "mine.ts"))})).default.name);
    const folder = ${JSON.stringify(folder)};
    ${further}
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  return stdout.trim() + stderr;
}

const STRATEGY = `
  import { defineStrategy } from "nightgrid";
  import { NAME } from "./name.ts";
  export default defineStrategy({ name: NAME, params: {}, signals: () => ({ entries: new Uint8Array(0), exits: new Uint8Array(0) }) });
`;
const NAME = `export const NAME: string = "mine";`;

describe("a user's TypeScript module", () => {
  it("finds nightgrid and its neighbours wherever it lies", () => {
    expect(loadInProcess({ "mine.ts": STRATEGY, "name.ts": NAME })).toBe("mine");
  });

  it("is an ES module also below a package.json that says commonjs", () => {
    const files = { "mine.ts": STRATEGY, "name.ts": NAME, "package.json": `{ "type": "commonjs" }` };
    expect(loadInProcess(files)).toBe("mine");
  });

  it("is loaded anew with what the imports of its package.json name", () => {
    const files = {
      "package.json": `{ "type": "module", "imports": { "#name": "./name.js" } }`,
      "name.js": `export default { name: "old" };`,
      "mine.ts": `export { default } from "#name";`,
    };
    const changed = `export default { name: "new" };`;
    const again = `
      writeFileSync(path.join(folder, "name.js"), ${JSON.stringify(changed)});
      console.log((await importModule(path.join(folder, "mine.ts"))).default.name);
    `;
    expect(loadInProcess(files, again)).toBe("old\nnew");
  });
});
