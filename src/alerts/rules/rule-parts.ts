import { conditionParts, type ConditionParts } from "./condition-parts.ts";

/** What a `when` reads and compares; nothing when it has a syntax error, which `compileAlertCondition` explains. */
export function ruleParts(when: string): ConditionParts {
  try {
    return conditionParts(when);
  } catch {
    return { paths: [], comparisons: [] };
  }
}
