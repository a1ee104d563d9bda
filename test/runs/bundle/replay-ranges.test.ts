import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { ENGINE_RANGES } from "../../../src/executors/engine/engine-executor.ts";
import { rangesToReplay } from "../../../src/runs/bundle/replay-ranges.ts";

async function* numbers(count: number, onRead: (read: number) => void): AsyncGenerator<number> {
  for (let cell = 0; cell < count; cell++) {
    onRead(cell + 1);
    yield cell;
  }
}

it.each([0, 1, 63, 60_000])(
  "%d cells are replayed each once and in order, and no more than 2,000 a core are read ahead",
  async (count) => {
    let read = 0;
    let replayed = 0;
    for await (const ranges of rangesToReplay(
      numbers(count, (so) => (read = so)),
      ENGINE_RANGES,
    )) {
      expect(read - replayed).toBeLessThanOrEqual(2000 * availableParallelism());
      expect(ranges.length).toBeLessThanOrEqual(availableParallelism());
      for (const cell of ranges.flat()) {
        expect(cell).toBe(replayed);
        replayed++;
      }
    }
    expect(replayed).toBe(count);
  },
);
