import { expect, it } from "vitest";
import { readStoredSpec, storedSpec } from "../../src/factory/stored-spec.ts";
import { sampleBacktest, sampleDag } from "../support/sample-dag.ts";
import { EVERY_MINUTE } from "../support/scheduled-dag.ts";

const version = (spec: unknown) => ({ hash: "0123456789abcdef", dagId: "mine", spec });
const asStored = (spec: unknown): unknown => JSON.parse(JSON.stringify(spec));

it("a stored spec is read as it was written, also one of before there were versions", () => {
  const spec = sampleDag({ schedule: EVERY_MINUTE });
  expect(readStoredSpec(version(asStored(storedSpec(spec))))).toEqual(spec);
  expect(readStoredSpec(version(asStored(spec)))).toEqual(spec);
});

it("a schedule by the sessions of a market is one too", () => {
  const { cron: _, dayMode: __, ...policies } = EVERY_MINUTE;
  const at = { kind: "anchor", anchor: "close", offsetMs: 1_800_000 } as const;
  const spec = sampleDag({ schedule: { ...policies, calendar: "XNYS", at } });
  expect(readStoredSpec(version(asStored(storedSpec(spec))))).toEqual(spec);
  const { at: ___, ...schedule } = { ...policies, calendar: "XNYS", at };
  expect(() => readStoredSpec(version({ ...spec, schedule }))).toThrow("schedule.at");
});

it("what is missing or newer is refused by name, and never undefined later", () => {
  const spec = sampleDag({ schedule: EVERY_MINUTE });
  const { triggerRule: _, ...backtest } = sampleBacktest();
  const { timezone: __, ...schedule } = EVERY_MINUTE;
  const bad: readonly (readonly [unknown, string])[] = [
    [{ ...spec, specVersion: 99 }, "format 99"],
    [{ ...spec, timeoutMs: undefined }, "timeoutMs"],
    [{ ...spec, backtests: [backtest] }, "backtests[0].triggerRule"],
    [{ ...spec, schedule }, "schedule.timezone"],
    [[spec], "no spec"],
    [null, "no spec"],
  ];
  for (const [document, part] of bad) {
    expect(() => readStoredSpec(version(asStored(document)))).toThrow(part);
    expect(() => readStoredSpec(version(asStored(document)))).toThrow(
      expect.objectContaining({ code: "DAG_VERSION_UNREADABLE" }),
    );
  }
});
