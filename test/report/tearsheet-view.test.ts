import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileTearsheet } from "../../src/report/tearsheet-template.ts";
import { Markup } from "../../src/report/svg/markup.ts";
import { type TearsheetView, tearsheetView } from "../../src/report/tearsheet-view.ts";
import { fixedInput } from "./support/fixed-input.ts";

const FOLDER = new URL("../../templates/tearsheet/", import.meta.url);

/** Throws where a template asks for a name that the view does not have, which `{{#if}}` would pass over in silence. */
function guarded(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Markup || Array.isArray(value)) {
    return Array.isArray(value) ? value.map(guarded) : value;
  }
  const known = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, guarded(member)]));
  return new Proxy(known, {
    get: (target, key) => {
      if (typeof key === "string" && !(key in target) && key !== "toHTML") throw new Error(`The view has no "${key}"`);
      return Reflect.get(target, key) as unknown;
    },
  });
}

describe("the templates of the tearsheet", () => {
  it("use only names that the view has", () => {
    const view = tearsheetView(fixedInput(), "default-src 'none'");
    const { render } = compileTearsheet<TearsheetView>();
    expect(render(guarded(view) as TearsheetView)).toContain("small_dag");
  });

  it("escape everything: none has a triple stash", () => {
    const templates = readdirSync(FOLDER).filter((name) => name.endsWith(".hbs"));
    expect(templates.length).toBeGreaterThan(4);
    expect(templates.filter((name) => readFileSync(new URL(name, FOLDER), "utf8").includes("{{{"))).toEqual([]);
  });
});
