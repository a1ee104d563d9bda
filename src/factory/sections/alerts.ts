import { type ChannelName, CHANNEL_URLS, usualChannels } from "../../core/names/channels.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { type AlertPolicy, DEFAULT_POLICY } from "../../core/values/alert-policy.ts";
import { TOLD_STUDIES } from "../../core/spec/study-spec.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { asSentence } from "../diagnostics/problem.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import { RUNS_PATTERN } from "../schema/notifications-schema.ts";
import type { EnvironmentVariables } from "../yaml/interpolate.ts";
import { isScript } from "./script.ts";
import { reportAt, type Section } from "./section.ts";

type WrittenAlert = NonNullable<DagFile["alerts"]>[number];

export function readAlerts(section: Section, file: DagFile): readonly AlertRule[] {
  if (file.alerts === undefined) return defaultAlerts(section, file);
  const names = new Set<string>();
  const blocks = Object.values(file.backtests ?? { one: file.backtest });
  const studies = TOLD_STUDIES.filter((study) => blocks[0]?.[study] !== undefined);
  for (const [i, { name, when, significant = false }] of file.alerts.entries()) {
    if (names.has(name)) {
      const message = `Two alerts are named "${name}".`;
      reportAt(section, ["alerts", i, "name"], { code: "DAG_NAME_DUPLICATE", message, hint: "Rename one of them." });
    }
    names.add(name);
    const problem = section.deps.alertConditionProblem(when, {
      isSignificant: significant,
      hasBaseline: file.notifications?.baseline !== undefined,
      hasScript: blocks.some((block) => block && isScript(block)),
      studies,
    });
    if (problem !== null) {
      const { message, hint } = problem;
      reportAt(section, ["alerts", i, "when"], { code: "CONDITION_INVALID", message: asSentence(message), hint });
    }
  }
  return file.alerts.map((alert) => toSpec(alert, section, file));
}

/** Only what differs from the defaults, so that a version says no more than its file. */
function toSpec(written: WrittenAlert, section: Section, file: DagFile): AlertRule {
  const { name, when, to, severity, significant } = written;
  const forRuns = runsOf(written.for);
  const clearRuns = runsOf(written.clear_after);
  const averageOver = runsOf(written.over);
  const policy: AlertPolicy = {
    ...(severity !== undefined && { severity }),
    ...(forRuns !== null && { forRuns }),
    ...(clearRuns !== null && { clearRuns }),
    ...(averageOver !== null && { averageOver }),
    ...pacing(written, file.notifications ?? {}),
    ...(significant === true && { significant }),
  };
  return { name, when, to: to ?? routed(written, section, file), ...policy };
}

type Pacing = Partial<Pick<WrittenAlert, "renotify" | "throttle">>;

/** How often a rule is told: as it says itself, else as `notifications` say for all. */
function pacing(own: Pacing, all: Pacing): Pick<AlertPolicy, "renotifyMs" | "throttleMs"> {
  const renotify = own.renotify ?? all.renotify;
  const throttle = own.throttle ?? all.throttle;
  return {
    ...(renotify !== undefined && { renotifyMs: renotify === "never" ? null : (parseDurationMs(renotify) ?? 0) }),
    ...(throttle !== undefined && { throttleMs: parseDurationMs(throttle) ?? 0 }),
  };
}

type RoutedFile = Pick<DagFile, "notifications"> & Partial<Pick<DagFile, "tags">>;

/** The routes of the file that a rule without `to` takes. */
export function fittingRoutes(
  { severity = DEFAULT_POLICY.severity, tags = [] }: Pick<WrittenAlert, "severity" | "tags">,
  file: RoutedFile,
) {
  const all = new Set([...(file.tags ?? []), ...tags]);
  return (file.notifications?.routes ?? []).filter(
    (route) =>
      (route.severity?.includes(severity) ?? true) &&
      (route.tags === undefined || route.tags.some((tag) => all.has(tag))),
  );
}

/** The channels of all routes that fit; where none does, all: silence would look like health. */
function routed(
  rule: Pick<WrittenAlert, "severity" | "tags">,
  section: Section,
  file: DagFile,
): readonly ChannelName[] {
  const fitting = fittingRoutes(rule, file);
  const channels = new Set(fitting.flatMap(({ to }) => to));
  return fitting.length > 0 ? [...channels] : configuredChannels(section);
}

function configuredChannels({ deps }: Section): readonly ChannelName[] {
  const env: EnvironmentVariables = deps.env;
  return usualChannels((name) => (env[CHANNEL_URLS[name]] ?? "").trim() !== "");
}

function runsOf(text: string | undefined): number | null {
  const [, count] = new RegExp(RUNS_PATTERN).exec(text ?? "") ?? [];
  return count === undefined ? null : Number(count);
}

/** The alerts of a DAG that names none; their thresholds are the only settings taken from the environment unasked. */
function defaultAlerts(section: Section, file: DagFile): readonly AlertRule[] {
  const sharpe = threshold(section, "ALERT_SHARPE_MIN", 0.5);
  const drawdownPercent = threshold(section, "ALERT_MAX_DD_PCT", 20);
  const to = routed({}, section, file);
  const paced = pacing({}, file.notifications ?? {});
  return [
    { name: "low_sharpe", when: `best.sharpe < ${celNumber(sharpe)}`, to, ...paced },
    { name: "deep_drawdown", when: `best.max_drawdown > ${celNumber(drawdownPercent / 100)}`, to, ...paced },
    { name: "run_failed", when: `run.state == "failed"`, to, ...paced },
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
