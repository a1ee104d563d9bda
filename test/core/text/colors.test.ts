import { expect, it } from "vitest";
import { createColors, terminalText } from "../../../src/core/text/colors.ts";

const { red, bold, dim } = createColors(true);

it("shows our own colours, also one within another", () => {
  expect(terminalText(red(bold("a")))).toBe("\u001B[31m\u001B[1ma\u001B[22m\u001B[39m");
  expect(terminalText(bold(`a${dim("b")}c`))).toBe("\u001B[1ma\u001B[2mb\u001B[22m\u001B[1mc\u001B[22m");
});

it("FAULTS 8.8: writes out everybody else's, inside and outside of ours", () => {
  const forged = "\u001B[31mx\u001B[39m";
  const out = String.raw`\u001b[31mx\u001b[39m`;
  expect(terminalText(forged + red(forged))).toBe(`${out}\u001B[31m${out}\u001B[39m`);
});

it("paints nothing where there are no colours", () => {
  expect(createColors(false).red("a")).toBe("a");
});
