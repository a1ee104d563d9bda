import { poolJson } from "../../contract/json/pool-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { textTable } from "../../core/text/text-table.ts";
import { formatMemoryMb, parseMemoryMb } from "../../core/values/memory-size.ts";
import { listPools, removePool, setPool } from "../../runs/limits/set-pool.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";

export interface SetPoolOptions {
  readonly slots: number;
  readonly memory?: string;
}

export async function showPools(context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const pools = (await listPools(project.deps.database)).map(poolJson);
  output.json("pools", { pools });
  if (pools.length === 0) {
    output.print("There are no pools. Make one with: nightgrid pools set <name> --slots 1");
    return;
  }
  const rows = pools.map((pool) => [
    pool.name,
    pool.kind,
    `${pool.used_slots}/${pool.slots}`,
    pool.memory_mb === null ? "" : `${formatMemoryMb(pool.used_memory_mb)}/${formatMemoryMb(pool.memory_mb)}`,
    String(pool.waiting),
  ]);
  const table = textTable([["name", "kind", "slots", "memory", "waiting"], ...rows], { leftColumns: [0, 1] });
  for (const line of table) output.print(line);
}

export async function changePool(name: string, options: SetPoolOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const { slots, memory } = options;
  const memoryMb = memory === undefined ? null : readMemory(memory);
  await using project = await openCommandProject(context, "work");
  await setPool(project.deps.database, name, { slots, memoryMb });
  output.json("changed_pool", { name, slots, memory_mb: memoryMb });
  const size = `${slots} ${slots === 1 ? "slot" : "slots"}`;
  output.print(`Pool ${name}: ${size}${memoryMb === null ? "" : `, ${formatMemoryMb(memoryMb)}`}`);
  if (slots === 0) output.note("Nothing of it begins until it has slots.");
}

export async function dropPool(name: string, context: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "work");
  await removePool(project.deps.database, name);
  context.output.json("removed_pool", { name });
  context.output.print(`Pool ${name} is removed`);
}

function readMemory(text: string): number {
  const memoryMb = parseMemoryMb(text);
  if (memoryMb !== null) return memoryMb;
  throw new AppError("USAGE", `--memory takes no "${text}".`, { hint: "Write a size, such as 512MB or 16GB." });
}
