import { expect, it } from "vitest";
import { SCENARIOS } from "./all-scenarios.ts";
import { runScenario } from "./run-scenario.ts";

// The short form; all of them: `npm run chaos`.
it.each(SCENARIOS.filter(({ isShort }) => isShort === true))("$name: $deed", { timeout: 180_000 }, async (scenario) => {
  const { verdict, violations } = await runScenario(scenario);
  expect(violations).toEqual([]);
  expect(verdict).toBe("ok");
});
