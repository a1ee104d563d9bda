import { afterEach, expect, it, vi } from "vitest";
import { hearInterrupts } from "../../../src/cli/interrupts/interrupts.ts";

afterEach(() => void vi.useRealTimers());

function hear() {
  const heard: string[] = [];
  const end = hearInterrupts(
    (signal) => heard.push(`first ${signal}`),
    (signal) => heard.push(`again ${signal}`),
  );
  return { heard, end };
}

it("takes the echo of one Ctrl-C for the same, and a later one for impatience", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { heard, end } = hear();
  process.emit("SIGINT", "SIGINT");
  // npm and npx pass the signal on to a process that has heard it from the terminal already.
  vi.advanceTimersByTime(50);
  process.emit("SIGINT", "SIGINT");
  expect(heard).toEqual(["first SIGINT"]);
  vi.advanceTimersByTime(1000);
  process.emit("SIGTERM", "SIGTERM");
  expect(heard).toEqual(["first SIGINT", "again SIGTERM"]);
  end();
});

it("leaves signals alone once it has ended", () => {
  const before = process.listenerCount("SIGINT");
  hear().end();
  expect(process.listenerCount("SIGINT")).toBe(before);
});
