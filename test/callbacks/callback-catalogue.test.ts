import { describe, expect, it } from "vitest";
import { callbackCatalogue } from "../../src/callbacks/callback-catalogue.ts";
import { defineCallback } from "../../src/callbacks/define-callback.ts";

const MODULE = {
  any: () => 1,
  strict: defineCallback({
    options: { top: { kind: "int", default: 3 }, url: { kind: "text", default: null } },
    run: () => 1,
  }),
};

const catalogue = callbackCatalogue({ importModule: () => Promise.resolve(MODULE) });

function problemOf(name: string, options: Readonly<Record<string, unknown>>): string | null {
  const builtin = catalogue.builtins.find((each) => each.name === name);
  if (builtin === undefined) throw new Error(`there is no built-in ${name}`);
  return builtin.optionsProblem(options);
}

describe("the built-ins of callbackCatalogue", () => {
  it("are the five of the documentation", () => {
    expect(catalogue.builtins.map(({ name }) => name)).toEqual([
      "check_data",
      "rank",
      "tearsheet",
      "export_csv",
      "notify",
    ]);
  });

  it.each([
    ["rank", { top: 5 }, null],
    ["rank", { tpo: 5 }, 'There is no option "tpo". Did you mean "top"?'],
    ["rank", { top: 0 }, 'Option "top" must be at least 1.'],
    ["rank", { top: 2.5 }, 'Option "top" must be a whole number.'],
    ["rank", { top: "5" }, 'Option "top" must be a finite number.'],
    ["tearsheet", { file: "../x.html" }, 'Option "file" must be a plain file name, without folders.'],
    ["export_csv", { file: ".." }, 'Option "file" must be a plain file name, without folders.'],
    ["check_data", { allow_warnings: "no" }, 'Option "allow_warnings" must be true or false.'],
    ["notify", { to: "slack", text: "{{best.sharpe}} at {{best.params.fast}}" }, null],
    ["notify", { to: ["slack", "pager"] }, 'Option "to" must be one or more of slack, email.'],
    [
      "check_data",
      { min_bars: 0, colour: 1 },
      'There is no option "colour"; there are min_bars, max_gap_days, allow_warnings. Option "min_bars" must be at least 1.',
    ],
  ])("check the options of %s: %j", (name, options, expected) => {
    expect(problemOf(name, options)).toBe(expected);
  });

  it.each([
    "{{best.sharp}}",
    "{{#if best.sharp}}x{{/if}}",
    "{{best.sharpe",
    "{{{best.sharpe}}}",
    "{{> other}}",
    "{{lookup best 'sharpe'}}",
  ])("refuse the notice %s", (text) => {
    expect(problemOf("notify", { text })).toContain('Option "text" is no usable template');
  });
});

describe("check of callbackCatalogue", () => {
  it("finds nothing wrong with a module that has the export", async () => {
    expect(await catalogue.check("/x.ts", "strict")).toBeNull();
    expect(await catalogue.check("/x.ts", "any", { anything: 1 })).toBeNull();
  });

  it("says which exports there are", async () => {
    expect(await catalogue.check("/x.ts", "nay")).toBe(
      '/x.ts has no export "nay". It exports any, strict. Did you mean "#any"?',
    );
  });

  it("checks the options that a module declares", async () => {
    expect(await catalogue.check("/x.ts", "strict", { url: "https://a.example", tpo: 1 })).toBe(
      'There is no option "tpo". Did you mean "top"?',
    );
    expect(await catalogue.check("/x.ts", "strict", {})).toBe('Option "url" is missing.');
  });
});
