import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILT_IN_CALLBACKS, builtInCallback } from "../../src/callbacks/built-in-callbacks.ts";

const MODULES: Readonly<Record<string, string>> = {
  "good.ts":
    "export async function publish(): Promise<number> { return 1 }\nexport default () => 2;\nexport const nothing = 3;",
  "empty.ts": "export {};",
  "syntax.ts": "export const a = 1;\n\nexport function publish( {",
  "throws.ts": "throw new Error('no licence');",
  "imports.ts": "import './not-there.ts';\nexport const publish = () => 1;",
};

/** What plain Node reports: the test runner's own module loader has other errors. */
const SCRIPT = `
  import { pathToFileURL } from "node:url";
  const { loadCallback } = await import(process.argv[1]);
  const found = {};
  for (const ref of JSON.parse(process.argv[2])) {
    const loading = loadCallback({ kind: "module", ...ref }, { importModule: (path) => import(pathToFileURL(path).href) });
    found[ref.label] = await loading.then(
      (callback) => ({ loaded: typeof callback.run }),
      (error) => ({ code: error.code, message: error.message, hint: error.hint ?? null, hasCause: error.cause !== undefined }),
    );
  }
  console.log(JSON.stringify(found));
`;

let folder = "";
let found: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "nightgrid-callbacks-"));
  for (const [name, text] of Object.entries(MODULES)) writeFileSync(path.join(folder, name), text);
  const refs = [...Object.keys(MODULES), "missing.ts"].flatMap((file) =>
    ["publish", "default", "publsh", "nothing"].map((exportName) => ({
      label: `${file}#${exportName}`,
      path: path.join(folder, file),
      exportName,
    })),
  );
  const module = path.resolve(import.meta.dirname, "../../src/callbacks/load-callback.ts");
  const command = ["--input-type=module", "-e", SCRIPT, module, JSON.stringify(refs)];
  found = JSON.parse(execFileSync(process.execPath, command, { encoding: "utf8" })) as typeof found;
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("loadCallback", () => {
  it("loads a named export and the default one", () => {
    expect(found["good.ts#publish"]).toEqual({ loaded: "function" });
    expect(found["good.ts#default"]).toEqual({ loaded: "function" });
  });

  it("lists the exports of a module that lacks the one asked for, with the nearest name", () => {
    expect(found["good.ts#publsh"]).toMatchObject({
      code: "CALLBACK_EXPORT_MISSING",
      message: `${path.join(folder, "good.ts")} has no export "publsh". It exports default, nothing, publish.`,
      hint: 'Did you mean "#publish"?',
    });
    expect(found["empty.ts#default"]).toMatchObject({
      message: `${path.join(folder, "empty.ts")} has no default export. It exports nothing.`,
    });
  });

  it("refuses an export that is no callback", () => {
    expect(found["good.ts#nothing"]).toMatchObject({ code: "CALLBACK_INVALID" });
    expect(found["good.ts#nothing"]?.["message"]).toContain('Export "nothing"');
  });

  it("says that a module does not exist", () => {
    expect(found["missing.ts#publish"]).toMatchObject({ code: "FILE_NOT_FOUND", hasCause: true });
  });

  it("does not take a missing import of the module for the module", () => {
    expect(found["imports.ts#publish"]).toMatchObject({ code: "CALLBACK_INVALID" });
    expect(found["imports.ts#publish"]?.["message"]).toContain("not-there.ts");
  });

  it("names the line of a syntax error", () => {
    expect(found["syntax.ts#publish"]).toMatchObject({ code: "CALLBACK_INVALID", hasCause: true });
    expect(found["syntax.ts#publish"]?.["message"]).toMatch(/cannot be loaded: line 3: /);
  });

  it("repeats what a module threw while it was loaded", () => {
    expect(found["throws.ts#publish"]?.["message"]).toMatch(/cannot be loaded: no licence$/);
  });

  it("knows the built-ins, and the nearest of them", () => {
    expect(builtInCallback("rank")).toBe(BUILT_IN_CALLBACKS["rank"]);
    for (const name of ["rnak", "constructor"]) {
      expect(() => builtInCallback(name)).toThrow(`There is no built-in callback "${name}"`);
    }
  });
});
