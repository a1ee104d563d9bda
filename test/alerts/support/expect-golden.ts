import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

const GOLDEN = new URL("../golden/", import.meta.url);

/** Compares with `test/alerts/golden/<name>`; `UPDATE_GOLDEN=1` rewrites it. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(name, GOLDEN);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
}
