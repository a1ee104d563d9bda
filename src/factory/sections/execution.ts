import { unheededParam } from "../../engine/fills/native-params.ts";
import { settingsProblem } from "../../engine/fills/trading-rules.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { reportAt, type Section } from "./section.ts";

/** Reports settings that contradict each other, and parameters that the profile would refuse in every cell. */
export function checkExecution(section: Section, block: BacktestBlock, settings: BacktestSpec["settings"]): void {
  const { execution } = settings;
  if (execution.fill === "open" && execution.executionDelay < 1) {
    const message = "A signal is known at the close of its bar: it cannot be filled at the open of the same bar.";
    const hint = "Use execution_delay: 1, or fill: close.";
    reportAt(section, ["execution", "execution_delay"], { code: "DAG_VALUE_INVALID", message, hint });
    return;
  }
  const problem = settingsProblem({ ...settings, barsPerYear: settings.barsPerYear ?? 252 });
  if (problem !== undefined) reportAt(section, ["execution"], { code: "EXECUTION_INVALID", message: problem });
  const unheeded = unheededParam(execution.profile, block.params);
  if (unheeded !== null) reportUnheeded(section, ["params", unheeded], execution.profile);
  const axis = Object.keys(block.param_grid).find((name) => unheededParam(execution.profile, { [name]: 1 }) !== null);
  if (axis !== undefined) reportUnheeded(section, ["param_grid", axis], execution.profile);
}

function reportUnheeded(section: Section, steps: readonly [string, string], profile: string): void {
  const message = `The profile "${profile}" knows no parameter "${steps[1]}".`;
  reportAt(section, steps, { code: "PARAM_INVALID", message, hint: "Leave it out, or use the profile native." });
}
