import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderDiagnostics } from "../../src/factory/diagnostics/render-diagnostics.ts";
import { FOLDER, loadText } from "./support/load-text.ts";

const bad = new URL("./fixtures/bad/", import.meta.url);

/** What people see for files that are wrong in every way; UPDATE_GOLDEN=1 writes the golden files anew. */
describe("the diagnostics of", () => {
  it.each(readdirSync(bad))("%s are all told at once, each with its place and a way out", async (name) => {
    const { diagnostics, spec } = await loadText(readFileSync(new URL(name, bad), "utf8"));
    const rendered = renderDiagnostics(diagnostics, { color: false, cwd: FOLDER });
    const golden = new URL(`./golden/${name.replace(".yaml", ".txt")}`, import.meta.url);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, rendered);
    expect(rendered).toBe(readFileSync(golden, "utf8"));
    expect(spec).toBeNull();
  });
});
