import { describe, expect, it } from "vitest";
import { divergingStep, sequentialStep } from "../../../src/report/svg/colour-steps.ts";

describe("diverging colours", () => {
  it("tell gain, loss and nothing apart, however small", () => {
    expect([0.0001, 0, -0.0001].map((value) => divergingStep(value, 0.1))).toEqual(["p1", "z", "n1"]);
  });

  it("are strongest at the limit and beyond", () => {
    expect([0.05, 0.1, 5, -5].map((value) => divergingStep(value, 0.1))).toEqual(["p3", "p6", "p6", "n6"]);
  });
});

describe("sequential colours", () => {
  it("run from worst to best, also where less is better", () => {
    expect([0, 0.5, 1].map((value) => sequentialStep(value, 0, 1))).toEqual(["s0", "s5", "s9"]);
    expect([0, 0.5, 1].map((value) => sequentialStep(value, 1, 0))).toEqual(["s9", "s5", "s0"]);
  });

  it("stay in range beyond the ends and without a range", () => {
    expect([-9, 9].map((value) => sequentialStep(value, 0, 1))).toEqual(["s0", "s9"]);
    expect(sequentialStep(3, 3, 3)).toBe("s9");
  });
});
