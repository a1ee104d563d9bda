import { afterEach, expect, it, vi } from "vitest";
import { startScheduler } from "../../src/worker/start-scheduler.ts";
import { createTestProject } from "../support/test-project.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("I1: a scheduler goes on looking when its host's clock is put back by an hour", async () => {
  await using project = await createTestProject();
  let looks = 0;
  const dags = {
    folders: () => [],
    read: async () => {
      looks += 1;
      return [];
    },
  };
  await using _scheduler = await startScheduler({ deps: project.deps, folder: "/dags", dags, pulseMs: 20 });
  const since = (before: number) => expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(before + 3);
  await since(looks);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
  await since(looks);
  vi.setSystemTime(Date.now() + 86_400_000);
  await since(looks);
});
