import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import type { DagRow } from "../../src/store/run/dags.ts";
import { createTickRound } from "../../src/worker/tick-round.ts";

const NEVER_PAUSED = { pausedAt: null, unpausedAt: null, pausedBy: null, pausedBecause: null };
const dag = (id: string): DagRow => ({
  id,
  file: "",
  hash: null,
  state: "ok",
  error: null,
  scheduledSince: null,
  ...NEVER_PAUSED,
});

it("DAGs that take long make no other one late, and are not ticked twice at a time", async () => {
  const round = createTickRound(50);
  const slow = Promise.withResolvers<void>();
  const ticked: string[] = [];
  const tick = async ({ id }: DagRow): Promise<void> => {
    ticked.push(id);
    if (id.startsWith("slow")) await slow.promise;
  };
  const dags = ["slow 1", "slow 2", "well"].map(dag);
  await round(dags, tick);
  expect(ticked).toEqual(["slow 1", "slow 2", "well"]);
  await round(dags, tick);
  expect(ticked).toEqual(["slow 1", "slow 2", "well", "well"]);
  slow.resolve();
  await setImmediate();
  await round(dags.slice(0, 1), tick);
  expect(ticked.at(-1)).toBe("slow 1");
});

it("those that are quick come one after the other", async () => {
  const round = createTickRound();
  let busy = 0;
  let most = 0;
  await round(["a", "b", "c"].map(dag), async () => {
    most = Math.max(most, ++busy);
    await Promise.resolve();
    busy--;
  });
  expect(most).toBe(1);
});
