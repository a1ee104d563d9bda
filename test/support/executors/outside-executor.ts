import { AppError } from "../../../src/core/errors/app-error.ts";
import { nameBase } from "../../../src/executors/name-base.ts";
import type { CellColumns, CellRange, OutsideState } from "../../../src/executors/executor.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import { numbersOf } from "./number-executor.ts";

export interface OutsideParts {
  /** Cells of a range, and cells that are out at a time. */
  readonly maxCells: number;
  readonly maxOut: number;
  /** Before the service is asked, and when it has answered; may throw, or hold up. */
  readonly onBegin?: () => Promise<void>;
  readonly onBegun?: () => Promise<void>;
  /** Asked for what the work has come to. */
  readonly change?: (columns: CellColumns) => CellColumns;
}

/** Has each range computed by a job of a service (`startJobService`), without anybody waiting for it. */
export function outsideExecutor(serviceUrl: string, parts: OutsideParts): SweepExecutor {
  const { maxCells, onBegin, onBegun, change = (columns) => columns } = parts;
  const ask = async (name: string, method: string, body: string | null = null): Promise<Response> => {
    try {
      return await fetch(`${serviceUrl}/${name}`, { method, body });
    } catch (error) {
      throw new AppError("OUTSIDE_UNREACHABLE", "The service cannot be reached", { cause: error });
    }
  };
  return {
    kind: "outside",
    async prepare() {
      return {
        base: nameBase({ executor: "outside" }),
        codeHash: "outside 1",
        snapshotId: null,
        market: null,
        rangeTarget: { ms: 1, firstCells: 1, maxCells, isFixed: true },
        compute: () => Promise.reject(new Error("Nothing is computed here")),
        outside: {
          maxCells: parts.maxOut,
          nameOf: (runId, attemptId) => `${runId}-${attemptId}`,
          async begin(name, cells, { isNew }) {
            if (!isNew && (await ask(name, "HEAD")).status !== 404) return name;
            await onBegin?.();
            await ask(name, "PUT", JSON.stringify(cells));
            await onBegun?.();
            return name;
          },
          async look(names) {
            const states = await Promise.all(
              names.map(async (name): Promise<[string, OutsideState]> => {
                const { status } = await ask(name, "HEAD");
                return [name, status === 202 ? { state: "going", note: "It is queued" } : { state: "ended" }];
              }),
            );
            return new Map(states);
          },
          async collect(name) {
            const answer = await ask(name, "GET");
            return change(numbersOf(JSON.parse(await answer.text()) as CellRange));
          },
        },
      };
    },
    abandon: async (name) => (await ask(name, "DELETE")).ok,
    close: () => Promise.resolve(),
  };
}
