import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { compileCondition, type Condition } from "../../core/conditions/condition.ts";
import type { Comparison, ConditionParts, MemberPath } from "./condition-parts.ts";
import { askWhether, suggestName } from "../../core/text/suggest-name.ts";
import { RUN_STATES } from "../../core/names/states.ts";
import { METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import { sampleFacts } from "../sample-facts.ts";
import { conditionValues } from "./condition-values.ts";
import { ruleParts } from "./rule-parts.ts";
import { statisticsUnder } from "../../analytics/statistic-members.ts";

/** A checked `when`, and what it reads. */
export interface AlertCondition extends ConditionParts, Condition {}

/** The names a `when` may use. Parameters differ per DAG: `best.params` is open. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  best: [...METRIC_IDS, ...statisticsUnder("best"), "params"],
  sweep: statisticsUnder("sweep"),
  run: Object.keys(sampleFacts().run),
  cells: Object.keys(sampleFacts().cells),
};

/**
 * Compiles the `when` of an alert rule. Beyond the language itself it checks the members of `best`,
 * `sweep`, `run` and `cells`, the names of run states, and whether the compared types fit.
 *
 * @throws AppError CONDITION_INVALID
 */
export function compileAlertCondition(when: string): AlertCondition {
  const parts = ruleParts(when);
  const problem = parts.paths.map(pathProblem).find(isText) ?? parts.comparisons.map(stateProblem).find(isText);
  if (problem !== undefined) throw invalid(when, problem);
  const condition = compileCondition(when, { best: "record", sweep: "record", run: "record", cells: "record" });
  const mismatch = typeProblem(condition, parts.paths);
  if (mismatch !== null) throw invalid(when, mismatch);
  return { ...condition, ...parts };
}

/** What is wrong with a `when`, as one sentence, or null when it is fine. Pure and free of I/O. */
export function checkAlertCondition(when: string): string | null {
  try {
    compileAlertCondition(when);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function pathProblem([root = "", member]: MemberPath): string | null {
  const members = MEMBERS[root];
  if (members === undefined) {
    const owner = Object.keys(MEMBERS).find((name) => MEMBERS[name]?.includes(root));
    return owner === undefined ? null : `there is no "${root}". ${askWhether(`${owner}.${root}`)}`;
  }
  if (member === undefined || members.includes(member)) return null;
  return `"${root}" has no "${member}". ${suggestName(member, members)}`;
}

/** A misspelt state would never match: the rule would look healthy for ever. */
function stateProblem({ path, literal }: Comparison): string | null {
  const states: readonly string[] = RUN_STATES;
  if (path.join(".") !== "run.state" || typeof literal !== "string" || states.includes(literal)) return null;
  return `there is no run state "${literal}". ${suggestName(literal, states)}`;
}

/** Tries the condition on sample values; only parameters may be missing there. */
function typeProblem(condition: Condition, paths: readonly MemberPath[]): string | null {
  if (paths.some(([root, member]) => root === "best" && member === "params")) return null;
  try {
    condition.evaluate(conditionValues(sampleFacts()));
    return null;
  } catch (error) {
    return messageOf(error).split("\n", 1)[0] ?? null;
  }
}

function invalid(when: string, problem: string): AppError {
  return new AppError("CONDITION_INVALID", `"${when}" is not a valid condition: ${problem}`, {
    hint: "Conditions read best.<metric>, best.params.<name>, sweep.<statistic>, run.<field> and cells.<count>; see docs/alerts.md.",
  });
}

function isText(value: string | null): value is string {
  return value !== null;
}
