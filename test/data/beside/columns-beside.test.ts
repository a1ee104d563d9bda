import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FactorSpec, ReferenceSpec } from "../../../src/core/spec/beside-spec.ts";
import type { DataSpec } from "../../../src/core/spec/data-spec.ts";
import type { LoadedSnapshot } from "../../../src/data/dataset.ts";
import { loadSnapshot } from "../../../src/data/load-snapshot.ts";
import { openSnapshot } from "../../../src/data/snapshots/snapshot-store.ts";

const DAYS = ["2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"];

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-beside-"));
  for (const symbol of ["A", "B"]) {
    const rows = DAYS.map((day, index) => `${day},10,11,9,10,100,${index === 1 ? "" : index + 0.5}`);
    write(`${symbol}.csv`, ["date,open,high,low,close,volume,Score (z)", ...rows]);
  }
});
afterEach(() => rmSync(home, { recursive: true }));

function write(name: string, lines: readonly string[]): string {
  const file = path.join(home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

function load(beside: Partial<DataSpec>): Promise<LoadedSnapshot> {
  const csv = path.join(home, "{symbol}.csv");
  const prices = { dataset: null, csv, symbols: ["A", "B"], timeframe: "1d", columns: {}, adjusted: false };
  return loadSnapshot({ ...prices, ...beside }, { home });
}

function column({ bars }: LoadedSnapshot, name: string, symbol = "A"): readonly number[] {
  return [...(bars.find((own) => own.symbol === symbol)?.extra?.[name] ?? [])];
}

function factor(lines: readonly string[], change: Partial<FactorSpec> = {}): Pick<DataSpec, "factors"> {
  return { factors: [{ name: "btp", file: write("factor.csv", lines), columns: {}, ...change }] };
}

function reference(change: Partial<ReferenceSpec>): Pick<DataSpec, "references"> {
  return {
    references: [{ name: "vix", dataset: null, csv: null, symbol: null, field: "close", columns: {}, ...change }],
  };
}

const NONE = Number.NaN;

describe("an own column of the files", () => {
  it("stands beside the bar of its row, NaN where its cell is empty", async () => {
    const loaded = await load({ extra: [{ name: "score", header: "Score (z)" }] });
    expect(column(loaded, "score")).toEqual([0.5, NONE, 2.5, 3.5]);
  });

  it("is asked for by a header that is there, or the near one is told", async () => {
    const asked = load({ extra: [{ name: "score", header: "Score (y)" }] });
    await expect(asked).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining('there is no column "Score (y)"'),
      hint: expect.stringContaining('Did you mean "Score (z)"?'),
    });
  });

  it("holds numbers, or the line is told", async () => {
    write("A.csv", ["date,open,high,low,close,score", "2024-01-04,10,11,9,10,high"]);
    const asked = load({ symbols: ["A"], extra: [{ name: "score", header: "score" }] });
    await expect(asked).rejects.toThrow('A.csv:2: score is "high", not a number');
  });
});

describe("a factor", () => {
  const lines = ["symbol,event_time,known_at,value", "A,2023-12-31,2024-01-08,1.5", "B,2023-12-31,2024-01-05,0.5"];

  it("is there from the bar at whose close it was published", async () => {
    const loaded = await load(factor(lines));
    expect(column(loaded, "btp")).toEqual([NONE, NONE, 1.5, 1.5]);
    expect(column(loaded, "btp", "B")).toEqual([NONE, 0.5, 0.5, 0.5]);
  });

  it("that was published after the session's end is there one bar later", async () => {
    const late = [lines[0] ?? "", "A,2023-12-31,2024-01-05T17:30:00,2"];
    const session = { timezone: "America/New_York", endMinutes: 16 * 60 };
    expect(column(await load({ ...factor(late), session }), "btp")).toEqual([NONE, NONE, 2, 2]);
    expect(column(await load(factor(late)), "btp")).toEqual([NONE, 2, 2, 2]);
  });

  it("without a date of publication is refused, unless it is said how late it is", async () => {
    const unknown = ["symbol,event_time,value", "A,2023-12-31,1.5"];
    await expect(load(factor(unknown))).rejects.toMatchObject({
      message: expect.stringContaining("no column for known_at"),
      hint: expect.stringContaining("lag: 90d"),
    });
    // The event's day ends at midnight; five days later is the end of January 5.
    const loaded = await load(factor(unknown, { lagMs: 5 * 86_400_000 }));
    expect(column(loaded, "btp")).toEqual([NONE, 1.5, 1.5, 1.5]);
  });

  it("without a column of symbols is of all of them", async () => {
    const loaded = await load(factor(["date,published,value", "2023-12-31,2024-01-09,3"]));
    expect(["A", "B"].map((symbol) => column(loaded, "btp", symbol)[3])).toEqual([3, 3]);
  });

  it("must not say two things at one moment", async () => {
    const two = [...lines, "A,2023-12-31,2024-01-08,1.6"];
    await expect(load(factor(two))).rejects.toThrow("factor.csv:4: 1.6 became known when 1.5 did");
  });

  it("warns of symbols that it says nothing of, and of rows without a value", async () => {
    const { snapshot } = await load(factor([...lines.slice(0, 2), "A,2024-01-01,2024-01-09,"]));
    expect(snapshot.warnings).toContain("btp: there are no values of B");
    expect(snapshot.warnings).toContain("btp: one row without a value is left out");
  });
});

describe("a reference", () => {
  const rows = ["date,open,high,low,close", "2024-01-03,20,21,19,20", "2024-01-08,30,31,29,30"];

  it("is the close of its last bar that is over", async () => {
    const loaded = await load(reference({ csv: write("vix.csv", rows) }));
    expect(column(loaded, "vix")).toEqual([20, 20, 30, 30]);
  });

  it("of longer bars is known once they are over", async () => {
    const weeks = ["date,open,high,low,close", "2024-01-01,20,21,19,20", "2024-01-08,30,31,29,30"];
    const loaded = await load(reference({ csv: write("vix.csv", weeks), timeframe: "1w" }));
    expect(column(loaded, "vix")).toEqual([NONE, NONE, 20, 20]);
  });

  it("counts no longer than it may", async () => {
    const loaded = await load(reference({ csv: write("vix.csv", rows), maxAgeMs: 86_400_000 }));
    expect(column(loaded, "vix")).toEqual([20, NONE, 30, 30]);
  });

  it("is one symbol", async () => {
    await expect(load(reference({ csv: path.join(home, "{symbol}.csv") }))).rejects.toMatchObject({
      message: 'The reference "vix" has 2 symbols',
      hint: "Pick one: symbol: A.",
    });
  });
});

describe("a snapshot", () => {
  it("is named by the columns beside its bars, too, and gives them back bit for bit", async () => {
    const lines = ["symbol,event_time,known_at,value", "A,2023-12-31,2024-01-08,1.5"];
    const plain = await load({});
    const first = await load(factor(lines));
    const changed = await load(factor(lines.map((line) => line.replace("1.5", "1.6"))));
    expect(new Set([plain, first, changed].map(({ snapshot }) => snapshot.id)).size).toBe(3);
    const opened = await openSnapshot(home, first.snapshot.id);
    expect(opened?.bars).toEqual(first.bars);
    expect(opened?.snapshot).toEqual(first.snapshot);
  });
});
