import { describe, expect, it } from "vitest";
import { callbackCatalogue } from "../../src/callbacks/callback-catalogue.ts";
import { realCallbacks, userFile } from "../support/user-processes.ts";

const MODULE = userFile(`
  import { defineCallback } from "nightgrid";
  export const any = () => 1;
  export const strict = defineCallback({
    options: { top: { kind: "int", default: 3 }, url: { kind: "text", default: null } },
    run: () => 1,
  });
`);

const catalogue = callbackCatalogue({ users: realCallbacks() });

async function problemOf(name: string, options: Readonly<Record<string, unknown>>): Promise<string> {
  const problems = await catalogue.check({ kind: "builtin", name }, options);
  return problems.map(({ message }) => message).join(" ");
}

function checkModule(exportName: string, options: Readonly<Record<string, unknown>> = {}) {
  return catalogue.check({ kind: "module", path: MODULE, exportName }, options);
}

describe("the built-ins of callbackCatalogue", () => {
  it("are those of the documentation", () => {
    expect(catalogue.names).toEqual([
      "update_data",
      "check_data",
      "rank",
      "tearsheet",
      "series",
      "export_csv",
      "notify",
    ]);
  });

  it.each([
    ["rank", { top: 5 }, ""],
    ["rank", { tpo: 5 }, 'There is no option "tpo". Did you mean "top"?'],
    ["rank", { top: 0 }, 'Option "top" must be at least 1.'],
    ["rank", { top: 2.5 }, 'Option "top" must be a whole number.'],
    ["rank", { top: "5" }, 'Option "top" must be a finite number.'],
    ["tearsheet", { file: "../x.html" }, 'Option "file" must be a plain file name, without folders.'],
    ["export_csv", { file: ".." }, 'Option "file" must be a plain file name, without folders.'],
    ["check_data", { allow_warnings: "no" }, 'Option "allow_warnings" must be true or false.'],
    ["notify", { to: "slack", text: "{{best.sharpe}} at {{best.params.fast}}" }, ""],
    ["notify", { to: ["slack", "pager"] }, 'Option "to" must be one or more of slack, email, teams, webhook.'],
    [
      "check_data",
      { min_bars: 0, colour: 1 },
      'There is no option "colour"; there are min_bars, max_gap_days, allow_warnings. Option "min_bars" must be at least 1.',
    ],
  ])("check the options of %s: %j", async (name, options, expected) => {
    expect(await problemOf(name, options)).toBe(expected);
  });

  it.each([
    "{{best.sharp}}",
    "{{#if best.sharp}}x{{/if}}",
    "{{best.sharpe",
    "{{{best.sharpe}}}",
    "{{> other}}",
    "{{lookup best 'sharpe'}}",
  ])("refuse the notice %s", async (text) => {
    expect(await problemOf("notify", { text })).toContain('Option "text" is no usable template');
  });
});

describe("check of callbackCatalogue", () => {
  it("finds nothing wrong with a module that has the export", async () => {
    expect(await checkModule("strict", { url: "https://a.example" })).toEqual([]);
    expect(await checkModule("any", { anything: 1 })).toEqual([]);
  });

  it("says which exports there are", async () => {
    const message = `${MODULE} has no export "nay". It exports any, strict. Did you mean "#any"?`;
    expect(await checkModule("nay")).toEqual([{ option: null, message }]);
  });

  it("checks the options that a module declares, each under its name", async () => {
    expect(await checkModule("strict", { tpo: 1 })).toEqual([
      { option: "tpo", message: 'There is no option "tpo". Did you mean "top"?' },
      { option: "url", message: 'Option "url" is missing.' },
    ]);
  });

  it.each([
    ["for (;;);", "took longer than"],
    ["process.exit(3);", "process.exit(3)"],
    ["throw new Error('no licence');", "no licence"],
    ["export const any = {", "line 1"],
  ])("says what is wrong with a module that starts with `%s`", async (text, expected) => {
    const ref = { kind: "module", path: userFile(text), exportName: "any" } as const;
    const [problem] = await catalogue.check(ref, {});
    expect(problem).toMatchObject({ option: null, message: expect.stringContaining(expected) });
  });
});
