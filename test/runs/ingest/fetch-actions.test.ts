import { afterAll, beforeAll, expect, it } from "vitest";
import type { CorporateAction, Source } from "../../../src/data/sources/source.ts";
import { tiingo } from "../../../src/data/sources/equities/tiingo.ts";
import { fetchActions } from "../../../src/runs/ingest/fetch-actions.ts";
import { readActionsAsOf, readActionsKnownAt } from "../../../src/store/prices/corporate-actions.ts";
import { addInstrument } from "../../../src/store/prices/instruments.ts";
import { asking } from "../../data/sources/support/asking.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const INSTRUMENT = { source: "tiingo", symbol: "AAA", id: "AAA", name: null, adjustment: "raw" };
const SPAN = { from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 1, 1) };

async function fetchTold(told: readonly CorporateAction[]): Promise<number> {
  const source: Source = { ...tiingo, actions: () => Promise.resolve(told) };
  const request = { instrument: INSTRUMENT, timeframe: "1d", span: SPAN };
  return fetchActions(request, { source, context: asking(source, {}) }, project.deps);
}

it("two dividends, and two splits, of one day are kept as what they come to, and each telling as long as it held", async () => {
  const { database } = project.deps;
  await addInstrument(database, INSTRUMENT);
  expect(await readActionsKnownAt(database, INSTRUMENT)).toBeNull();
  const exDate = "2024-01-10";
  const split = { kind: "split", exDate, ratio: 2 } as const;
  const dividends = [0.25, 1].map((cash) => ({ kind: "dividend", exDate, cash }) as const);
  expect(await fetchTold([...dividends, split, { ...split, ratio: 3 }])).toBe(2);
  const first = await readActionsKnownAt(database, INSTRUMENT);
  expect(await fetchTold([...dividends, split, { ...split, ratio: 3 }])).toBe(0);
  expect(await readActionsKnownAt(database, INSTRUMENT)).toEqual(first);
  // The special dividend was none.
  expect(
    await fetchTold([
      { kind: "dividend", exDate, cash: 0.25 },
      { ...split, ratio: 6 },
    ]),
  ).toBe(2);
  const then = await readActionsAsOf(database, INSTRUMENT, first ?? new Date(0));
  const now = await readActionsAsOf(
    database,
    INSTRUMENT,
    (await readActionsKnownAt(database, INSTRUMENT)) ?? new Date(0),
  );
  expect([then, now]).toEqual([
    [
      { kind: "split", exDate, amount: 6 },
      { kind: "dividend", exDate, amount: 1.25 },
    ],
    [
      { kind: "split", exDate, amount: 6 },
      { kind: "dividend", exDate, amount: 0.25 },
    ],
  ]);
});
