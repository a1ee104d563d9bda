import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const BIN = new URL("../../bin/nightgrid.mjs", import.meta.url);

it("the command loads on a Node too old to run it, so that it can pass on to the one the project brought", () => {
  const names = readFileSync(BIN, "utf8").match(/^import .*$/gm);
  expect(names).toEqual([
    'import { spawn } from "node:child_process";',
    'import { existsSync } from "node:fs";',
    'import { fileURLToPath } from "node:url";',
  ]);
});
