import { failureClassOf } from "../../../../core/errors/failure-class.ts";
import type { TaskId } from "../../../../core/names/ids.ts";
import { isConnectionLost } from "../../../../store/connection/transaction.ts";
import { errorOf } from "../../../error-of.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";
import type { WorkDeps } from "../../../work-deps.ts";

/** A sweep cannot be opened on this host, which lacks its code, its data or its interpreter; another one may have them. */
export class NotOnThisHost extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super("A sweep cannot be opened on this host", { cause: reason });
    this.reason = reason;
  }
}

/** @throws NotOnThisHost for everything but what the database refuses, which would refuse it to others too */
export async function openHere(taskId: TaskId, { sweeps }: Pick<WorkDeps, "sweeps">): Promise<OpenTask> {
  try {
    return await sweeps.open(taskId);
  } catch (error) {
    const isOfDatabase =
      isConnectionLost(error) || failureClassOf(error, errorOf(error, "EXECUTOR_FAILED").code) === "database";
    throw isOfDatabase ? error : new NotOnThisHost(error);
  }
}
