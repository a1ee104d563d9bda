import { expect, it } from "vitest";
import { textTable } from "../../../src/core/text/text-table.ts";

const rows = [
  ["name", "cells"],
  ["a", "4950"],
  ["longer", "1"],
];

it("aligns numbers on the right", () => {
  expect(textTable(rows)).toEqual(["  name  cells", "     a   4950", "longer      1"]);
});

it("aligns the named columns on the left and leaves no trailing spaces", () => {
  expect(textTable(rows, { leftColumns: [0] })).toEqual(["name    cells", "a        4950", "longer      1"]);
  expect(
    textTable(
      [
        ["id", "text"],
        ["1", ""],
      ],
      { leftColumns: [1] },
    )[1],
  ).toBe(" 1");
});

it("counts columns of the terminal: signs of Chinese take two, accents of their own none", () => {
  const wide = [
    ["symbol", "trades"],
    ["贵州茅台", "7"],
    ["e\u0301t\u0301", "12"],
  ];
  expect(textTable(wide, { leftColumns: [0] })).toEqual([
    "symbol    trades",
    "贵州茅台       7",
    "e\u0301t\u0301            12",
  ]);
});

it("has as many rows as there are: more than a function takes arguments", () => {
  const many = [["n"], ...Array.from({ length: 300_000 }, (_, row) => [String(row)])];
  expect(textTable(many).at(-1)).toBe("299999");
  expect(textTable(many)[1]).toBe("     0");
});
