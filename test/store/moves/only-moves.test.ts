import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { MOVES } from "../../../src/core/names/moves.ts";

const SRC = path.resolve(import.meta.dirname, "../../../src");
const MOVING = Object.keys(MOVES).join("|");

/** A statement that sets the state of what moves, or counts what has moved; and one that writes rows in a state. */
const WRITES = [
  new RegExp(
    String.raw`update\s+(?:${MOVING})\s+set\b(?:(?!\bwhere\b)[^;\x60])*?\b(?:state|stopping|open_tasks|unmet|cells_\w+)\s*=`,
    "i",
  ),
  /insert\s+into\s+(?:attempt|sweep_part|failed_cell|spare_range)\b/i,
  new RegExp(String.raw`insert\s+into\s+(?:run|task)\s*\([^)]*\bstate\b`, "i"),
];

function filesThatMove(): readonly string[] {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) => WRITES.some((write) => write.test(readFileSync(path.join(SRC, name), "utf8"))))
    .toSorted();
}

it("runs, tasks, attempts and cells are moved and counted in store/moves, and nowhere else", () => {
  const files = filesThatMove();
  // A plan that comes late brings the number of its tasks with it; nothing has been counted off yet.
  expect(files.filter((name) => !name.startsWith(path.join("store", "moves")))).toEqual([
    path.join("store", "run", "waits.ts"),
  ]);
  expect(files.map((name) => path.basename(name))).toEqual(
    expect.arrayContaining(["attempt-moves.ts", "cell-moves.ts", "lease-range.ts", "run-moves.ts", "task-moves.ts"]),
  );
});
