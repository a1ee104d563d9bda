import { randomUUID } from "node:crypto";
import { nameBase } from "../../../src/executors/name-base.ts";
import type { CellColumns, CellRange, RangeWork } from "../../../src/executors/executor.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import { numbersOf } from "./number-executor.ts";

/** Has each range computed by a job of a service (`startJobService`), whose name is kept before it begins. */
export function remoteExecutor(serviceUrl: string): SweepExecutor {
  const place = (job: string): string => `${serviceUrl}/${job}`;
  const end = async (job: string): Promise<boolean> => (await fetch(place(job), { method: "DELETE" })).ok;

  const resultOf = async (job: string, { signal }: RangeWork): Promise<CellColumns | null> => {
    const answer = await fetch(place(job), { signal });
    return answer.status === 404 ? null : numbersOf(JSON.parse(await answer.text()) as CellRange);
  };
  const begin = async (job: string, cells: CellRange, work: RangeWork): Promise<CellColumns> => {
    work.signal.throwIfAborted();
    await fetch(place(job), { method: "PUT", body: JSON.stringify(cells) });
    const result = await resultOf(job, work);
    if (result === null) throw new Error(`The job ${job} is gone`);
    return result;
  };
  return {
    kind: "remote",
    async prepare() {
      return {
        base: nameBase({ executor: "remote" }),
        codeHash: "remote 1",
        snapshotId: null,
        market: null,
        rangeTarget: { ms: 1000, firstCells: 100, maxCells: 100 },
        async compute(cells, work) {
          const job = randomUUID();
          await work.keepExternalId(job);
          return begin(job, cells, work);
        },
        attach: async (job, cells, work) => (await resultOf(job, work)) ?? begin(job, cells, work),
      };
    },
    abandon: end,
    close: () => Promise.resolve(),
  };
}
