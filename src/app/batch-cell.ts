import { createCellEngine } from "../executors/engine/create-cell-engine.ts";
import { type BatchCellParts, runBatchCell } from "../executors/aws-batch/job/run-batch-cell.ts";
import type { UserCode } from "./user/user-code.ts";

/** The job's processors belong to its own few cells: one thread computes them. */
export async function batchCell(
  parts: Pick<BatchCellParts, "env" | "home" | "onLine"> & { readonly userCode: UserCode },
): ReturnType<typeof runBatchCell> {
  const { userCode, ...rest } = parts;
  const engine = createCellEngine({ users: userCode.sweepProcesses(1), slots: 1, isWarm: false });
  try {
    return await runBatchCell({ ...rest, engine, strategies: userCode.strategies });
  } finally {
    await engine.close();
  }
}
