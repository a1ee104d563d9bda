import { expect, it } from "vitest";
import { createLoadQueue } from "../../../src/sandbox/modules/load-queue.ts";
import type { UserProcess } from "../../../src/sandbox/parent/user-process.ts";
import { UserProcessDied } from "../../../src/sandbox/parent/user-process-died.ts";
import type { UserProcessPool } from "../../../src/sandbox/parent/user-process-pool.ts";

const idle = { end: async () => undefined } as unknown as UserProcess;
const users: UserProcessPool = {
  use: (_key, work) => work(idle),
  useFresh: (work) => work(idle),
  close: async () => undefined,
};
const hangs = async (_: UserProcess, timeoutMs: number): Promise<never> => {
  throw new UserProcessDied("timeout", { message: `It took longer than ${timeoutMs}` });
};

it("a module that hangs is tried again for longer only after those behind it have been loaded", async () => {
  const queue = createLoadQueue(users, { limitMs: 5000, firstMs: 300 });
  const order: string[] = [];
  const bad = Array.from({ length: 8 }, (_, i) =>
    queue.load(`bad ${i}`, (process, timeoutMs) => {
      order.push(timeoutMs === 300 ? "first" : "second");
      return hangs(process, timeoutMs);
    }),
  );
  const good = queue.load("good", async () => void order.push("good"));
  await Promise.allSettled([...bad, good]);
  expect(order.indexOf("good")).toBeLessThan(order.indexOf("second"));
  expect(order.filter((each) => each === "second")).toHaveLength(8);
});

it("when several have hung, the next ones have less time, until one has come to an end", async () => {
  const queue = createLoadQueue(users, { limitMs: 5000, firstMs: 300 });
  const limits: number[] = [];
  const load = (end: "hangs" | "ends") =>
    queue
      .load("x", async (process, timeoutMs) => {
        if (timeoutMs > 300) limits.push(timeoutMs);
        if (timeoutMs === 300 || end === "hangs") await hangs(process, timeoutMs);
      })
      .catch(() => undefined);
  for (const end of ["hangs", "hangs", "hangs", "hangs", "ends", "hangs"] as const) await load(end);
  expect(limits).toEqual([5000, 5000, 5000, 1500, 1500, 5000]);
});

it("what is not a matter of time is not tried again", async () => {
  const queue = createLoadQueue(users, { limitMs: 5000 });
  let tries = 0;
  const load = queue.load("x", async () => {
    tries++;
    throw new Error("no strategy");
  });
  await expect(load).rejects.toThrow("no strategy");
  expect(tries).toBe(1);
});
