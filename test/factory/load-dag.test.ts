import * as fc from "fast-check";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { explainDag } from "../../src/factory/explain-dag.ts";
import { readTextFile } from "../../src/files/read-text-file.ts";
import { loadDag } from "../../src/factory/load-dag.ts";
import { EXAMPLE_TEXT, loadExample, loadText, worldOf } from "./support/load-text.ts";

const GOLDEN = new URL("./golden/nightly.json", import.meta.url);

describe("loadDag", () => {
  it("reads a file of the disk", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "nightgrid-factory-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = path.join(folder, "a.yaml");
    await writeFile(file, EXAMPLE_TEXT);
    const world = { ...worldOf(), readText: (name: string) => readTextFile(name, { maxBytes: 10_000 }) };
    expect((await loadDag(file, world)).spec?.id).toBe("nightly_sp500_sma");
  });

  it("has a diagnostic and no spec for a file that is not there", async () => {
    const world = { ...worldOf(), readText: (name: string) => readTextFile(name, { maxBytes: 10_000 }) };
    const loaded = await loadDag("/no/such/dag.yaml", world);
    expect(loaded.spec).toBeNull();
    expect(loaded.diagnostics).toMatchObject([
      { code: "DAG_NOT_FOUND", message: "There is no file /no/such/dag.yaml.", file: "/no/such/dag.yaml", line: 1 },
    ]);
  });

  it("gives the spec of the example file, defaults and all (UPDATE_GOLDEN=1 writes it)", async () => {
    const { spec, diagnostics } = await loadExample();
    expect(diagnostics).toEqual([]);
    if (process.env["UPDATE_GOLDEN"] === "1") await writeFile(GOLDEN, `${JSON.stringify(spec, null, 2)}\n`);
    expect(spec).toEqual(JSON.parse(await readFile(GOLDEN, "utf8")));
    expect(Object.isFrozen(spec?.backtests[0]?.grid.axes)).toBe(true);
  });

  it("never throws, and points into the text, however the file is damaged", async () => {
    await fc.assert(
      fc.asyncProperty(damagedText(), async (text) => {
        const loaded = await loadText(text);
        expect(loaded.spec === null).toBe(loaded.diagnostics.some(({ severity }) => severity === "error"));
        const lines = text.split("\n");
        for (const { line, column, endColumn, excerpt } of loaded.diagnostics) {
          expect(lines[line - 1]?.replace(/\r$/, "")).toBe(excerpt);
          expect(column).toBeLessThan(endColumn);
          expect(column).toBeLessThanOrEqual(excerpt.length + 1);
        }
        explainDag(loaded);
      }),
      { numRuns: 300 },
    );
  });
});

/** The example with a piece cut out, or replaced by something else that YAML might hold. */
function damagedText(): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    "",
    " ",
    "\n",
    ":",
    "- ",
    "[",
    "}",
    '"',
    "*a",
    "&a ",
    "~",
    ".nan",
    "1e400",
    "- x\n",
    "\t",
    "!x ",
    "${env:X}",
    "\0",
    "null",
    "{a: {b: c}}",
    "-1",
    "true",
  );
  const position = fc.nat(EXAMPLE_TEXT.length);
  return fc
    .tuple(position, fc.nat(30), piece)
    .map(([at, length, replacement]) => EXAMPLE_TEXT.slice(0, at) + replacement + EXAMPLE_TEXT.slice(at + length));
}
