import { describe, expect, it } from "vitest";
import { givenProblem, readValues, type ValueSpecs } from "../../../src/core/params/given-values.ts";
import { valueFromText } from "../../../src/core/params/value-from-text.ts";

const SPECS: ValueSpecs = {
  top: { kind: "int", default: 5, min: 1, max: 10 },
  share: { kind: "float", default: 0.5, min: 0, optional: true },
  loud: { kind: "bool", default: false },
  order: { kind: "choice", default: "up", choices: ["up", "down"] },
  to: { kind: "choices", default: ["slack"], choices: ["slack", "email"] },
  url: { kind: "text", default: null, problem: (text) => (text.startsWith("https") ? null : "must begin with https") },
  unit: { kind: "checked", isRequired: true, fits: (value) => value === "m", problem: "must be m" },
};
const GOOD = { url: "https://example.com", unit: "m" };

const givenProblems = (specs: ValueSpecs, given: Readonly<Record<string, unknown>>) =>
  readValues(specs, given).problems;
const withDefaults = (specs: ValueSpecs, given: Readonly<Record<string, unknown>>) => readValues(specs, given).values;

describe("the problems of readValues", () => {
  it("finds nothing in what fits", () => {
    const given = { ...GOOD, top: 1, share: 0, loud: true, order: "down", to: "email" };
    expect(givenProblems(SPECS, given)).toEqual([]);
  });

  it("finds all that is wrong at once: unknown names, then what is unfit or missing by the declarations", () => {
    expect(givenProblems(SPECS, { tpo: 1, top: 0, order: "left", to: ["slack", "fax"], url: "http" })).toEqual([
      { kind: "unknown", name: "tpo" },
      { kind: "unfit", name: "top", problem: "must be at least 1", value: 0 },
      { kind: "unfit", name: "order", problem: "must be one of up, down", value: "left" },
      { kind: "unfit", name: "to", problem: "must be one or more of slack, email", value: ["slack", "fax"] },
      { kind: "unfit", name: "url", problem: "must begin with https", value: "http" },
      { kind: "missing", name: "unit", problem: "must be m" },
    ]);
    expect(givenProblems(SPECS, { unit: "m" })).toEqual([{ kind: "missing", name: "url", problem: null }]);
  });

  it.each(["constructor", "toString", "hasOwnProperty"])("takes %s for a name like any other", (name) => {
    expect(givenProblems(SPECS, { ...GOOD, [name]: 1 })).toEqual([{ kind: "unknown", name }]);
    expect(givenProblems({ [name]: { kind: "text", default: null } }, {})).toEqual([
      { kind: "missing", name, problem: null },
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, "5", null, [5], 5.5])("refuses %s as a whole number", (value) => {
    expect(givenProblems({ top: { kind: "int", default: 5 } }, { top: value })).toHaveLength(1);
  });
});

describe("the values of readValues", () => {
  it("fills in what is not given, in the order of the declarations, and leaves optional ones out", () => {
    const values = withDefaults(SPECS, { ...GOOD, loud: true, to: "email" });
    expect(Object.entries(values)).toEqual([
      ["top", 5],
      ["loud", true],
      ["order", "up"],
      ["to", ["email"]],
      ["url", "https://example.com"],
      ["unit", "m"],
    ]);
  });

  it("keeps false and 0", () => {
    expect(withDefaults({ loud: { kind: "bool", default: true } }, { loud: false })).toEqual({ loud: false });
    expect(withDefaults({ top: { kind: "int", default: 5 } }, { top: 0 })).toEqual({ top: 0 });
  });
});

it("one value is checked as among many", () => {
  expect(givenProblem(SPECS, "tpo", 1)).toEqual({ kind: "unknown", name: "tpo" });
  expect(givenProblem(SPECS, "top", 0)).toMatchObject({ kind: "unfit", problem: "must be at least 1" });
  expect(givenProblem(SPECS, "top", 1)).toBeNull();
});

describe("valueFromText", () => {
  it("reads by the declaration, and leaves what does not fit to be refused", () => {
    expect(valueFromText({ kind: "float", default: 1 }, "0.5")).toBe(0.5);
    expect(valueFromText({ kind: "int", default: 1 }, " ")).toBeNaN();
    expect(valueFromText({ kind: "bool", default: true }, "false")).toBe(false);
    expect(valueFromText({ kind: "bool", default: true }, "no")).toBe("no");
    expect(valueFromText({ kind: "choice", default: "1", choices: ["1"] }, "1")).toBe("1");
  });
});
