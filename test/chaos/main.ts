/**
 * Hurts real workers, schedulers and servers, and checks afterwards that nothing was lost and nothing done twice.
 *
 *     npm run chaos                        all scenarios, one after the other
 *     npm run chaos -- kill-workers        some of them
 *     npm run chaos -- --short             those that run with all tests
 *     npm run chaos -- --help              what there is
 *
 * Exit code 1 when something did not hold.
 */
import { SCENARIOS } from "./all-scenarios.ts";
import { type Outcome, outcomeTable, runScenario } from "./run-scenario.ts";

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
if (process.argv.includes("--help") || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no scenario ${unknown.join(", ")}.`);
  for (const { name, deed, isShort } of SCENARIOS)
    console.log(`${name.padEnd(22)} ${deed}${isShort ? " [short]" : ""}`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const isShort = process.argv.includes("--short");
const wanted = SCENARIOS.filter((scenario) =>
  names.length > 0 ? names.includes(scenario.name) : !isShort || scenario.isShort === true,
);
const outcomes: Outcome[] = [];
for (const scenario of wanted) {
  console.log(`\n# ${scenario.name}: ${scenario.deed}`);
  const outcome = await runScenario(scenario);
  outcomes.push(outcome);
  const { verdict, seconds, runs = 0, cells = 0, ticks = 0, messages = 0, lost = 0, story, violations } = outcome;
  const counts = `${runs} runs, ${cells} cells, ${ticks} ticks, ${messages} messages, ${lost} lost attempts`;
  console.log(`${verdict} in ${seconds.toFixed(1)} s: ${story}; ${counts}`);
  for (const violation of violations) console.log(`  ✗ ${violation}`);
}
console.log(`\n${outcomeTable(outcomes)}`);
process.exitCode = outcomes.some(({ verdict }) => verdict === "violated") ? 1 : 0;
