import type { Params } from "../../core/params/param-spec.ts";
import { type SettingPath, settingsProblems, type SettingsProblem } from "../../engine/fills/check-settings.ts";
import { kindProblem } from "../../engine/kinds/kind-problem.ts";
import { profilesWith } from "../../engine/profiles/registry.ts";
import { type UnheededParam, unheededParam } from "../../engine/profiles/unheeded-param.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { SETTING_GROUPS, type SettingGroup } from "../schema/setting-keys.ts";
import { childOf, nodeAt, type PathStep } from "../yaml/source-tree.ts";
import { reportAt, type Section } from "./section.ts";

type Settings = BacktestSpec["settings"];

/** Reports settings that contradict each other. */
export function checkExecution(section: Section, settings: Settings): void {
  for (const problem of settingsProblems(engineSettings(settings))) reportSetting(section, problem);
}

/** Reports settings with which the strategy cannot be traded, and parameters that the profile would refuse in every cell. */
export function checkTogether(
  section: Section,
  { block, settings, params }: { readonly block: BacktestBlock; readonly settings: Settings; readonly params: Params },
  { kind }: KnownStrategy,
): void {
  const { profile } = settings.execution;
  const problem = kindProblem(kind, engineSettings(settings));
  if (problem !== null) reportSetting(section, problem);
  const unheeded = unheededParam(profile, { ...params, ...block.params });
  if (unheeded !== null) reportUnheeded(section, "params", unheeded, profile);
  const [axis] = Object.keys(block.param_grid).flatMap((name) => unheededParam(profile, { [name]: 1 }) ?? []);
  if (axis !== undefined) reportUnheeded(section, "param_grid", axis, profile);
}

function engineSettings(settings: Settings): BacktestSettings {
  return { ...settings, barsPerYear: settings.barsPerYear ?? 252 };
}

function reportSetting(section: Section, { at, message, hint }: SettingsProblem): void {
  reportAt(section, keyOf(section, at), { code: "EXECUTION_INVALID", message, hint: hint ?? null });
}

/** `slippage_pct: 0.05` is five percent of every price, and was seldom meant so. */
export function warnOfLargeFractions(section: Section, block: BacktestBlock): void {
  const { keys }: SettingGroup = SETTING_GROUPS.costs;
  for (const [key, value] of Object.entries(block.costs)) {
    const { doubtfulFrom, insteadOf } = keys[key] ?? {};
    if (doubtfulFrom === undefined || typeof value !== "number" || value < doubtfulFrom) continue;
    const message = `"${key}" of ${value} is ${Number((value * 100).toPrecision(12))} % of the price.`;
    const bps = Number((value * 100).toPrecision(12));
    const hint = `It is a fraction. For ${value} % write ${insteadOf}: ${bps}.`;
    reportAt(section, ["costs", key], { code: "PARAM_INVALID", severity: "warning", message, hint });
  }
}

/** Of two keys for one setting, such as `borrow_bps` and `borrow_rate`, the one that is there. */
function keyOf(section: Section, [group, field]: SettingPath): readonly PathStep[] {
  if (group !== "costs" && group !== "execution") return [];
  const { keys }: SettingGroup = SETTING_GROUPS[group];
  const names = Object.keys(keys).filter((name) => keys[name]?.field === field);
  const owner = nodeAt(section.tree, [group]);
  const present = names.find((name) => childOf(owner, name) !== undefined);
  return [group, present ?? names[0] ?? ""];
}

function reportUnheeded(
  section: Section,
  group: "params" | "param_grid",
  { name, feature }: UnheededParam,
  profile: string,
): void {
  const message = `The profile "${profile}" knows no parameter "${name}".`;
  const hint = `Leave it out, or use the profile ${profilesWith(feature)}.`;
  reportAt(section, [group, name], { code: "PARAM_INVALID", message, hint });
}
