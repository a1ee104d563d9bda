import { describe, expect, it } from "vitest";
import { startWatchdog } from "../../src/worker/start-watchdog.ts";
import { silentLog } from "../support/test-project.ts";

const NEVER = { everyMs: 2 ** 30, patienceMs: 0 };

describe("FAULTS 8.7: the watchdog, where workers are killed again and again", () => {
  it("makes its first round at once: none of them lives to see a second one", async () => {
    const round = Promise.withResolvers<void>();
    const watchdog = startWatchdog(async () => round.resolve(), NEVER, { log: silentLog, onAble: () => undefined });
    await round.promise;
    await watchdog.stop();
  });
});

describe("FAULTS 8.1: the watchdog of a worker that cannot work", () => {
  it("tells so once all rounds of its patience have failed, and says the same reason once", async () => {
    const able: boolean[] = [];
    const said: string[] = [];
    const done = Promise.withResolvers<void>();
    const log = { ...silentLog, warn: (text: string) => void said.push(text) };
    let rounds = 0;
    const round = async (): Promise<void> => {
      rounds++;
      if (rounds > 1 && rounds < 4) throw new Error("away");
    };
    const onAble = (isAble: boolean): void => {
      if (able.push(isAble) === 4) done.resolve();
    };
    const watchdog = startWatchdog(round, { everyMs: 0, patienceMs: 0 }, { log, onAble });
    await done.promise;
    await watchdog.stop();
    expect(able.slice(0, 4)).toEqual([true, false, false, true]);
    expect(said).toEqual(["A round of the watchdog failed: away"]);
  });
});
