import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../src/core/errors/error-codes.ts";

const errorsPage = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");

describe("docs/errors.md", () => {
  it("has one heading per error code, and no other, in alphabetical order", () => {
    const headings = [...errorsPage.matchAll(/^### (\w+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual([...ERROR_CODES].sort());
    expect(ERROR_CODES).toEqual([...ERROR_CODES].sort());
  });
});
