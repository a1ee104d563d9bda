import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { compileCondition, type Condition } from "../../core/conditions/condition.ts";
import type { Comparison, ConditionParts, MemberPath } from "./condition-parts.ts";
import { askWhether, suggestName } from "../../core/text/suggest-name.ts";
import { METRIC_NAME } from "../../core/metrics/reported-metric.ts";
import { TOLD_STUDIES, type ToldStudy } from "../../core/spec/study-spec.ts";
import { RUN_STATES } from "../../core/names/states.ts";
import { sampleFacts } from "../sample-facts.ts";
import { conditionValues } from "./condition-values.ts";
import { ruleParts } from "./rule-parts.ts";
import { membersOf, nightPath, ROOTS } from "./rule-roots.ts";

/** A checked `when`, and what it reads. */
export interface AlertCondition extends ConditionParts, Condition {}

const RECORDS = Object.fromEntries(ROOTS.map((root) => [root, "record" as const]));

/**
 * Compiles the `when` of an alert rule. Beyond the language itself it checks the members of `best`,
 * `sweep`, `run`, `cells` and the studies, also of earlier nights, the names of run states, and whether the compared types fit.
 *
 * @param isOpen a script may report metrics of any name: `best` may have any
 * @throws AppError CONDITION_INVALID
 */
export function compileAlertCondition(when: string, isOpen: boolean): AlertCondition {
  const parts = ruleParts(when);
  const problem =
    parts.paths.map((path) => pathProblem(path, isOpen)).find(isText) ??
    parts.comparisons.map(stateProblem).find(isText);
  if (problem !== undefined) throw invalid(when, problem);
  const condition = compileCondition(when, RECORDS);
  const mismatch = typeProblem(condition, parts.paths);
  if (mismatch !== null) throw invalid(when, mismatch);
  return { ...condition, ...parts };
}

/** What else the DAG file says that a condition must fit to. */
interface ConditionUse {
  readonly isSignificant: boolean;
  readonly hasBaseline: boolean;
  readonly hasScript: boolean;
  /** Of the first backtest; absent: not known. */
  readonly studies?: readonly ToldStudy[];
}

interface ConditionProblem {
  /** One sentence. */
  readonly message: string;
  /** The way out. */
  readonly hint: string | null;
}

/** What is wrong with the `when` of a rule of a DAG file; null when it is fine. */
export function checkAlertRule(
  when: string,
  { isSignificant, hasBaseline, hasScript, studies = TOLD_STUDIES }: ConditionUse,
): ConditionProblem | null {
  try {
    compileAlertCondition(when, hasScript);
  } catch (error) {
    return { message: messageOf(error), hint: error instanceof AppError ? (error.hint ?? null) : null };
  }
  const { paths } = ruleParts(when);
  if (isSignificant && !paths.some((path) => path.join(".") === "best.sharpe")) {
    const message = `"significant" needs a condition on best.sharpe, whose error PSR knows; "${when}" has none`;
    return { message, hint: "Compare best.sharpe, or leave out significant." };
  }
  const asked = new Set(paths.map((path) => nightPath(path).path[0]));
  const lacking = TOLD_STUDIES.find((study) => asked.has(study) && !studies.includes(study));
  if (lacking !== undefined) {
    const message = `"${when}" reads ${lacking}, and the first backtest has none`;
    return { message, hint: `Write ${lacking}: in it, or compare something else.` };
  }
  if (!hasBaseline && paths.some(([root]) => root === "baseline")) {
    const message = `"${when}" reads a baseline, and the file names none`;
    return { message, hint: "Write notifications: { baseline: <run id> }." };
  }
  return null;
}

function pathProblem(whole: MemberPath, isOpen: boolean): string | null {
  const { earlier, path } = nightPath(whole);
  const members = membersOf(earlier);
  const [root, member] = path;
  if (root === undefined) return null;
  const prefix = earlier === null ? "" : `${earlier}.`;
  const known = members[root];
  if (known === undefined) {
    const owner = Object.keys(members).find((name) => members[name]?.includes(root));
    if (owner !== undefined) {
      const there = earlier === null ? `there is no "${root}"` : `"${earlier}" has no "${root}"`;
      return `${there}. ${askWhether(`${prefix}${owner}.${root}`)}`;
    }
    return earlier === null ? null : `"${earlier}" has no "${root}". ${suggestName(root, Object.keys(members))}`;
  }
  if (member === undefined || known.includes(member)) return null;
  if (isOpen && root === "best" && METRIC_NAME.test(member)) return null;
  return `"${prefix}${root}" has no "${member}". ${suggestName(member, known)}`;
}

/** A misspelt state would never match: the rule would look healthy for ever. */
function stateProblem({ path, literal }: Comparison): string | null {
  const states: readonly string[] = RUN_STATES;
  if (nightPath(path).path.join(".") !== "run.state" || typeof literal !== "string" || states.includes(literal))
    return null;
  return `there is no run state "${literal}". ${suggestName(literal, states)}`;
}

/** Tries the condition on sample values; only parameters may be missing there. */
function typeProblem(condition: Condition, paths: readonly MemberPath[]): string | null {
  if (paths.some((path) => nightPath(path).path.slice(0, 2).join(".") === "best.params")) return null;
  try {
    condition.evaluate(conditionValues(sampleFacts(metricsIn(paths)), 1));
    return null;
  } catch (error) {
    return messageOf(error).split("\n", 1)[0] ?? null;
  }
}

/** Names of metrics that a condition reads, whatever night they are of. */
function metricsIn(paths: readonly MemberPath[]): readonly string[] {
  return paths.flatMap((whole) => {
    const [root, member] = nightPath(whole).path;
    return root === "best" && member !== undefined && METRIC_NAME.test(member) ? [member] : [];
  });
}

function invalid(when: string, problem: string): AppError {
  return new AppError("CONDITION_INVALID", `"${when}" is not a valid condition: ${problem}`, {
    hint: "Conditions read best.<metric>, best.params.<name>, sweep.<statistic>, walk_forward.<statistic>, cpcv.<statistic>, monte_carlo.<statistic>, sensitivity.<statistic>, regression.<statistic>, run.<field> and cells.<count>, and the same of earlier nights under previous, baseline and average; see docs/alerts.md.",
  });
}

function isText(value: string | null): value is string {
  return value !== null;
}
