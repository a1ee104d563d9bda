import { suggestName } from "../../core/text/suggest-name.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { reportAt, type Section } from "./section.ts";

type Blocks = Readonly<Record<string, BacktestBlock>>;

/** When a block runs, relative to those that it needs. */
export function readTrigger(section: Section, block: BacktestBlock): Pick<BacktestSpec, "triggerRule" | "minSuccess"> {
  const { needs, trigger_rule: rule, min_success: written } = block;
  if (needs.length === 0 && (rule !== undefined || written !== undefined)) {
    const key = rule === undefined ? "min_success" : "trigger_rule";
    const hint = `Add needs: [...], or remove ${key}.`;
    reportAt(section, [key], { code: "DAG_VALUE_INVALID", message: `${key} says nothing without "needs".`, hint });
  }
  if (written === undefined) {
    if (rule === "min_success") {
      const hint = "Add min_success: 80%.";
      reportAt(section, ["trigger_rule"], { code: "DAG_KEY_MISSING", message: "min_success needs a share.", hint });
    }
    return { triggerRule: rule ?? "all_success", minSuccess: null };
  }
  if (rule !== undefined && rule !== "min_success") {
    const message = `min_success and trigger_rule: ${rule} contradict each other.`;
    reportAt(section, ["min_success"], { code: "DAG_KEY_CONFLICT", message, hint: "Remove one of them." });
  }
  return { triggerRule: "min_success", minSuccess: readShare(section, written) };
}

function readShare(section: Section, written: string | number): number | null {
  const percent = typeof written === "string" ? /^(\d+(?:\.\d+)?)%$/.exec(written)?.[1] : undefined;
  const share = percent === undefined ? Number(written) : Number(percent) / 100;
  if (share >= 0 && share <= 1) return share;
  const message = `min_success must be 0 % to 100 %, not ${JSON.stringify(written)}.`;
  reportAt(section, ["min_success"], { code: "DAG_VALUE_INVALID", message, hint: "Write 80% or 0.8." });
  return null;
}

/** Reports needs that name nothing, and every loop once. */
export function checkNeeds(section: Section, blocks: Blocks): void {
  for (const [name, block] of Object.entries(blocks)) {
    for (const [i, needed] of block.needs.entries()) {
      if (Object.hasOwn(blocks, needed) || !section.isWhole) continue;
      const hint = suggestName(needed, Object.keys(blocks));
      const message = `There is no backtest "${needed}" to wait for.`;
      reportAt(section, ["backtests", name, "needs", i], { code: "NEEDS_UNKNOWN", message, hint });
    }
  }
  for (const loop of findLoops(blocks)) {
    const [first = ""] = loop;
    reportAt(section, ["backtests", first, "needs"], {
      code: "DAG_CYCLE",
      message: `Backtests wait for each other: ${[...loop, first].join(" → ")}.`,
      hint: `Remove one of these from "needs".`,
    });
  }
}

/** Depth-first search; a loop is found when the walk comes back to a block that is still on its path. */
function findLoops(blocks: Blocks): readonly (readonly string[])[] {
  const loops: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (name: string): void => {
    const start = path.indexOf(name);
    if (start >= 0) loops.push(path.slice(start));
    if (start >= 0 || done.has(name)) return;
    path.push(name);
    for (const needed of blocks[name]?.needs ?? []) walk(needed);
    path.pop();
    done.add(name);
  };
  for (const name of Object.keys(blocks)) walk(name);
  return loops;
}
