import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../../src");

/** Of statements that are prepared; those whose names are put together say in them what they are put together from. */
function statementNames(): readonly string[] {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [...readFileSync(path.join(SRC, name), "utf8").matchAll(/name: "([a-z0-9-]+)",\s+text:/g)])
    .map(([, name = ""]) => name);
}

it("no two statements share a name: a connection refuses the second, whichever comes later", () => {
  const names = statementNames();
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
