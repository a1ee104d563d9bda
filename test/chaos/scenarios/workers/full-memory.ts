import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

/** Cells that take all memory: on the heap, and outside of it. */
const HEAP_CELL = 40;
const BUFFER_CELL = 90;

async function fillMemory(project: ChaosProject): Promise<string> {
  const cells = 200;
  writeChaosDag(project, { id: "greedy", cells, cellMs: 5 });
  const fills = path.join(project.home, "fills.txt");
  project.write(
    "dags/greedy_strategy.ts",
    `import { appendFileSync } from "node:fs";
export default { name: "greedy", params: { k: { kind: "int", default: 0 } }, signals({ bars, params: { k } }) {
  if (k === ${HEAP_CELL} || k === ${BUFFER_CELL}) appendFileSync(${JSON.stringify(fills)}, k + "\\n");
  if (k === ${HEAP_CELL}) for (const all = []; ; ) all.push(new Array(1e5).fill(k));
  if (k === ${BUFFER_CELL}) for (const all = []; ; ) all.push(new Float64Array(1e7).fill(k));
  const entries = Uint8Array.from(bars.close, (_, bar) => Number(bar % (7 + k) === 1));
  return { entries, exits: entries.map((_, bar) => Number(bar % 11 === 3)) };
} };
`,
  );
  await project.worker();
  await project.succeeded(await project.submit("greedy"));
  const { rows } = await project.database.query<{ cell: number; message: string }>(
    "select cell, error->>'message' as message from failed_cell order by cell",
  );
  const told = rows.map(({ cell, message }) => `cell ${cell}: ${message}`).join("; ");
  if (rows.map(({ cell }) => cell).join() !== `${HEAP_CELL},${BUFFER_CELL}`)
    throw new Error(`Other cells failed: ${told}`);
  const silent = rows.filter(({ message }) => !/\d+ MiB/.test(message));
  if (silent.length > 0) throw new Error(`Its peak is not told: ${told}`);
  const filled = existsSync(fills) ? readFileSync(fills, "utf8").trim().split("\n") : [];
  // In its range, and once more alone, which proves that it was this cell.
  const most = Math.max(
    ...[HEAP_CELL, BUFFER_CELL].map((cell) => filled.filter((line) => Number(line) === cell).length),
  );
  if (most > 2) throw new Error(`A cell has filled the memory ${most} times`);
  return `${cells - 2} others are done; ${told}; each filled the memory at most ${most} times`;
}

export const fullMemory: Scenario = {
  name: "full-memory",
  deed: "two cells of 200 take all memory, on the heap and outside of it",
  run: fillMemory,
};
