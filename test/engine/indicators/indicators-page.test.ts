import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { INDICATOR_GROUPS } from "../../../src/engine/indicators/catalogue/indicator-entry.ts";
import { INDICATOR_FACTS } from "../../../src/engine/indicators/catalogue/indicator-facts.ts";
import { tableOf } from "./support/indicator-table.ts";

const PAGE = new URL("../../../docs/indicators.md", import.meta.url);
const FACE = new URL("../../../src/engine/indicators/indicators.ts", import.meta.url);

/** The methods of `Indicators` as they are written, but for `own`. */
const methods = [...readFileSync(FACE, "utf8").matchAll(/^ {2}(\w+)\((.*)\): (\w+);$/gm)]
  .map(([, name = "", given = "", output = ""]) => ({ name, given: given.split(", "), output }))
  .filter(({ name }) => name !== "own");

describe("docs/indicators.md", () => {
  it.each(INDICATOR_GROUPS)(
    "has the table of the %s that follows from the code; UPDATE_GOLDEN=1 rewrites it",
    (group) => {
      const table = tableOf(INDICATOR_FACTS.filter((facts) => facts.group === group));
      const place = new RegExp(String.raw`(<!-- ${group} -->\n)[^]*?(\n?<!-- end -->)`);
      if (process.env["UPDATE_GOLDEN"] === "1") {
        writeFileSync(
          PAGE,
          readFileSync(PAGE, "utf8").replace(place, (_, start, end) => `${start}${table}\n${end.trimStart()}`),
        );
      }
      expect(readFileSync(PAGE, "utf8")).toContain(`<!-- ${group} -->\n${table}\n<!-- end -->`);
    },
  );
});

describe("the types of the package", () => {
  it("have the same indicators as the catalogue", () => {
    expect(methods.map(({ name }) => name).toSorted()).toEqual(INDICATOR_FACTS.map(({ name }) => name).toSorted());
  });

  it.each(methods.map((method) => [method.name, method] as const))(
    "%s takes and gives what the catalogue says",
    (name, method) => {
      const facts = INDICATOR_FACTS.find((each) => each.name === name);
      const taken = method.given.slice(0, facts?.takes.length).map((each) => each.split(": ")[1]);
      const type = { bars: "Bars", column: "Float64Array", line: "Float64Array | number", flags: "Flags" };
      expect(taken).toEqual(facts?.takes.map((input) => type[input]));
      const params = method.given.slice(facts?.takes.length).map((each) => each.split("?: ")[0]);
      expect(params).toEqual(facts?.params.map((param) => param.name));
      expect(method.output.endsWith("Columns")).toBe((facts?.gives.length ?? 0) > 0);
    },
  );
});
