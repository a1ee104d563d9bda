import { type SettingPath, settingsProblems } from "../../engine/fills/check-settings.ts";
import { unheededParam } from "../../engine/fills/native-params.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { SETTING_GROUPS, type SettingGroup } from "../schema/setting-keys.ts";
import { childOf, nodeAt, type PathStep } from "../yaml/source-tree.ts";
import { reportAt, type Section } from "./section.ts";

/** Reports settings that contradict each other, and parameters that the profile would refuse in every cell. */
export function checkExecution(section: Section, block: BacktestBlock, settings: BacktestSpec["settings"]): void {
  const { execution } = settings;
  for (const { at, message, hint = null } of settingsProblems({
    ...settings,
    barsPerYear: settings.barsPerYear ?? 252,
  })) {
    reportAt(section, keyOf(section, at), { code: "EXECUTION_INVALID", message, hint });
  }
  warnOfLargeFractions(section, block);
  const unheeded = unheededParam(execution.profile, block.params);
  if (unheeded !== null) reportUnheeded(section, ["params", unheeded], execution.profile);
  const axis = Object.keys(block.param_grid).find((name) => unheededParam(execution.profile, { [name]: 1 }) !== null);
  if (axis !== undefined) reportUnheeded(section, ["param_grid", axis], execution.profile);
}

/** `slippage_pct: 0.05` is five percent of every price, and was seldom meant so. */
function warnOfLargeFractions(section: Section, block: BacktestBlock): void {
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

function reportUnheeded(section: Section, steps: readonly [string, string], profile: string): void {
  const message = `The profile "${profile}" knows no parameter "${steps[1]}".`;
  reportAt(section, steps, { code: "PARAM_INVALID", message, hint: "Leave it out, or use the profile native." });
}
