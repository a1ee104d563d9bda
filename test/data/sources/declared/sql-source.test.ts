import { expect, it } from "vitest";
import { readDeclaredSource } from "../../../../src/data/sources/declared/read-declared-source.ts";
import { sqlSource } from "../../../../src/data/sources/declared/sql-source.ts";
import { allBars, asking, barsRequest } from "../support/asking.ts";

const DECLARATION =
  "connection: DESK\nquery: select day as time, close from prices where symbol = $symbol and day >= $from and day < $to\n";

/** Of a database that gives these pages. */
function bars(...pages: readonly (readonly (readonly [string, string])[])[]) {
  const declared = readDeclaredSource(DECLARATION, { file: "sources/desk.yaml", name: "desk" });
  if (declared.kind !== "sql") throw new Error("It declares no query");
  const source = sqlSource(declared, async function* () {
    for (const [page, rows] of pages.entries()) {
      yield { names: ["time", "close"], rows, isLast: page === pages.length - 1 };
    }
  });
  return allBars(source, barsRequest({ instrument: "ABC" }), asking(source, { DESK: "postgres://desk" }));
}

const FIRST = [
  ["2025-01-02", "10"],
  ["2025-01-03", "11"],
] as const;

it("pages of a query are bars one after the other", async () => {
  const { bars: found, cursors } = await bars(FIRST, [["2025-01-06", "12"]]);
  expect(found.map(({ close }) => close)).toEqual([10, 11, 12]);
  expect(cursors).toEqual(["1735948800000", null]);
});

it.each([
  ["a price that is none", ["2025-01-06", "many"], "ABC:3: close"],
  ["a time that was there", ["2025-01-03", "12"], "row 3"],
  ["a time before the last one", ["2024-12-31", "12"], "row 3"],
] as const)("rows in messages are counted over all pages: %s", async (_, row, place) => {
  await expect(bars(FIRST, [row])).rejects.toMatchObject({ message: expect.stringContaining(place) });
});
