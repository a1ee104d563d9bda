import { messageOf } from "../../src/core/errors/app-error.ts";
import { type Checked, checkInvariants } from "./harness/check-invariants.ts";
import { createChaosProject } from "./harness/chaos-project.ts";
import type { Scenario } from "./scenario.ts";

export interface Outcome extends Partial<Checked> {
  readonly name: string;
  readonly seconds: number;
  /** What happened, or why it was skipped. */
  readonly story: string;
  readonly verdict: "ok" | "violated" | "skipped";
  readonly violations: readonly string[];
}

/** In a project of its own, which is gone afterwards. */
export async function runScenario({ name, missing, run }: Scenario): Promise<Outcome> {
  const lacking = missing?.() ?? null;
  if (lacking !== null) return { name, seconds: 0, story: lacking, verdict: "skipped", violations: [] };
  const began = performance.now();
  const seconds = (): number => Math.round(performance.now() - began) / 1000;
  await using project = await createChaosProject();
  try {
    const story = await run(project);
    const checked = await checkInvariants(project);
    const verdict = checked.violations.length === 0 ? "ok" : "violated";
    return { name, seconds: seconds(), story, verdict, ...checked };
  } catch (error) {
    return { name, seconds: seconds(), story: "did not end", verdict: "violated", violations: [messageOf(error)] };
  }
}

const COLUMNS = [
  "scenario",
  "seconds",
  "runs",
  "cells",
  "ticks",
  "messages",
  "lost attempts",
  "verdict",
  "what happened",
];

/** A Markdown table, as in docs/reliability.md. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, seconds, runs, cells, ticks, messages, lost, verdict, story }) =>
    [name, seconds.toFixed(1), runs, cells, ticks, messages, lost, verdict, story].map((value) => value ?? ""),
  );
  return [COLUMNS, COLUMNS.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
