import { describe, expect, it } from "vitest";
import { createListing } from "../../src/contract/listing/listing.ts";
import { left, right } from "../../src/contract/listing/shown-columns.ts";

interface Row {
  readonly name: string;
  readonly size: number | null;
}

function listingOf(rows: readonly Row[]) {
  return createListing(
    rows.map(({ name, size }) => ({ name, size, hidden: true })),
    {
      name: left("Name", ({ name }) => name),
      size: right("Size", ({ size }) => (size ?? 0).toFixed(1)),
      hidden: null,
    },
  );
}

const FEW = [
  { name: "one", size: 0.1 + 0.2 },
  { name: "two, three", size: null },
];

describe("a listing", () => {
  it("is CSV in full precision, empty where undefined", () => {
    expect([...listingOf(FEW).csv()].join("")).toBe(
      'name,size,hidden\none,0.30000000000000004,true\n"two, three",,true\n',
    );
  });

  it("is JSON in full precision, null where undefined", () => {
    expect(JSON.parse([...listingOf(FEW).json()].join(""))).toEqual([
      { name: "one", size: 0.30000000000000004, hidden: true },
      { name: "two, three", size: null, hidden: true },
    ]);
    expect(JSON.parse([...listingOf([]).json()].join(""))).toEqual([]);
  });

  it("is a table of what people read, with a dash where undefined", () => {
    expect(listingOf(FEW).table()).toEqual(["Name        Size", "one          0.3", "two, three     –"]);
  });

  it("is whole in chunks, however many rows there are", () => {
    const rows = Array.from({ length: 1201 }, (_, index) => ({ name: `row ${index}`, size: index }));
    const listing = listingOf(rows);
    expect([...listing.csv()].join("").trimEnd().split("\n")).toHaveLength(1202);
    const parsed = JSON.parse([...listing.json()].join("")) as readonly Row[];
    expect(parsed.map(({ size }) => size)).toEqual(rows.map(({ size }) => size));
  });

  it("keeps its last rows, or all when there are fewer", () => {
    expect(listingOf(FEW).last(1).table()).toHaveLength(2);
    expect(listingOf(FEW).last(5).rows).toHaveLength(2);
  });
});
