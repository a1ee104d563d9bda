import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { clientTypes } from "../../src/api/openapi/client-types.ts";
import { openApiDocument } from "../../src/api/openapi/openapi-document.ts";
import { apiListing } from "./support/api-page.ts";
import { ROUTES } from "../../src/api/resources/routes.ts";

const inSchema = (name: string): string => path.resolve(import.meta.dirname, "../../schema", name);
const document = openApiDocument(ROUTES);
const FILES = {
  "openapi.json": `${JSON.stringify(document, null, 1)}\n`,
  "api.d.ts": clientTypes(document),
};

/** The whole would fill screens. */
function firstDifference(written: string, text: string): string | null {
  if (written === text) return null;
  const lines = text.split("\n");
  const line = written.split("\n").findIndex((one, i) => one !== lines[i]);
  return `line ${line + 1}: ${lines[line]?.slice(0, 200)}`;
}

describe("what is written of the API", () => {
  it.each(Object.entries(FILES))("schema/%s is what the routes say (UPDATE_GOLDEN=1 writes it)", (name, text) => {
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(inSchema(name), text);
    expect(firstDifference(readFileSync(inSchema(name), "utf8"), text)).toBeNull();
  });

  it("docs/api.md lists the routes (UPDATE_GOLDEN=1 writes it)", () => {
    const page = path.resolve(import.meta.dirname, "../../docs/api.md");
    const [about = ""] = readFileSync(page, "utf8").split(/(?<=^## Calls\n\n)/m);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(page, about + apiListing());
    expect(readFileSync(page, "utf8") === about + apiListing()).toBe(true);
  });

  it("has each call once, by a name of its own, with an example for each body", () => {
    const names = ROUTES.map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
    const places = ROUTES.map(({ method, path: at }) => `${method} ${at}`);
    expect(new Set(places).size).toBe(places.length);
    expect(ROUTES.filter(({ body, example }) => body !== null && example === null).map(({ id }) => id)).toEqual([]);
  });
});
