import { describe, expect, it } from "vitest";
import { createTurns } from "../../src/runs/turns.ts";

describe("turns", () => {
  it("lets so many work at a time, in the order in which they came, and hands a turn on when one fails", async () => {
    const turns = createTurns(2);
    const began: number[] = [];
    const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
    const all = ends.map(({ promise }, i) =>
      turns.take(async () => {
        began.push(i);
        await promise;
      }),
    );
    expect(began).toEqual([0, 1]);
    ends[1]?.reject(new Error("of its own"));
    await expect(all[1]).rejects.toThrow("of its own");
    ends[0]?.resolve();
    await all[0];
    for (const { resolve } of ends) resolve();
    await Promise.all([all[2], all[3]]);
    expect(began).toEqual([0, 1, 2, 3]);
  });

  it("lets all of them go once it is open", async () => {
    const turns = createTurns(1);
    const first = Promise.withResolvers<void>();
    const held = turns.take(() => first.promise);
    const waiting = turns.take(async () => "went");
    turns.open();
    expect(await waiting).toBe("went");
    expect(await turns.take(async () => "and so did those that came later")).toMatch(/^and so/);
    first.resolve();
    await held;
  });
});
