import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { asSentence } from "../diagnostics/problem.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import type { EnvironmentVariables } from "../yaml/interpolate.ts";
import { reportAt, type Section } from "./section.ts";

export function readAlerts(section: Section, file: DagFile): readonly AlertRule[] {
  if (file.alerts === undefined) return defaultAlerts(section);
  const names = new Set<string>();
  for (const [i, { name, when }] of file.alerts.entries()) {
    if (names.has(name)) {
      const message = `Two alerts are named "${name}".`;
      reportAt(section, ["alerts", i, "name"], { code: "DAG_NAME_DUPLICATE", message, hint: "Rename one of them." });
    }
    names.add(name);
    const problem = section.deps.alertConditionProblem(when);
    if (problem !== null) {
      reportAt(section, ["alerts", i, "when"], { code: "CONDITION_INVALID", message: asSentence(problem) });
    }
  }
  return file.alerts;
}

/** The alerts of a DAG that names none; their thresholds are the only settings taken from the environment unasked. */
function defaultAlerts(section: Section): readonly AlertRule[] {
  const sharpe = threshold(section, "ALERT_SHARPE_MIN", 0.5);
  const drawdownPercent = threshold(section, "ALERT_MAX_DD_PCT", 20);
  const to = [...CHANNEL_NAMES];
  return [
    { name: "low_sharpe", when: `best.sharpe < ${celNumber(sharpe)}`, to },
    { name: "deep_drawdown", when: `best.max_drawdown > ${celNumber(drawdownPercent / 100)}`, to },
    { name: "run_failed", when: `run.state == "failed"`, to },
  ];
}

function threshold(section: Section, name: "ALERT_SHARPE_MIN" | "ALERT_MAX_DD_PCT", fallback: number): number {
  const env: EnvironmentVariables = section.deps.env;
  const text = env[name] ?? "";
  if (text.trim() === "") return fallback;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  const message = `The environment variable ${name} is "${text}", which is no number.`;
  reportAt(section, [], { code: "DAG_VALUE_INVALID", message, hint: `Unset it, or write "alerts:" in the DAG file.` });
  return fallback;
}

/** A whole number is written with a point, so that CEL takes it for a double too. */
function celNumber(value: number): string {
  const text = String(Number(value.toPrecision(12)));
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
