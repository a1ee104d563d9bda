import { parentPort, workerData } from "node:worker_threads";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/values/params.ts";
import { type PreparedSweep, prepareSweep } from "../../engine/sweep-cells.ts";
import { loadStrategy } from "../modules/load-strategy.ts";
import { registerModuleHooks } from "../../sandbox/modules/module-hooks.ts";
import {
  buffersOf,
  packResult,
  type ThreadAnswer,
  type ThreadRequest,
  type ThreadSetup,
  type ThreadSweep,
} from "./thread-messages.ts";

registerModuleHooks((workerData as ThreadSetup).packageUrl);

/** A sweep that could not be prepared keeps its reason for whoever computes it. */
const prepared = new Map<string, Promise<PreparedSweep>>();

async function prepare({ setup, memory }: ThreadSweep): Promise<PreparedSweep> {
  const { strategy, codeHash } = await loadStrategy(setup.strategy);
  if (codeHash !== setup.codeHash) {
    throw new AppError("RUN_INPUT_CHANGED", "The strategy's code changed after the run had started");
  }
  const { bars, settings, blocks, computed } = setup;
  return prepareSweep({
    strategy,
    bars,
    settings,
    ...(blocks === undefined ? {} : { blocks }),
    ...(computed === undefined ? {} : { computed }),
    ...(memory === null ? {} : { memory }),
  });
}

async function answer(request: ThreadRequest): Promise<ThreadAnswer> {
  if (request.kind === "prepare") {
    if (request.forget !== null) prepared.delete(request.forget);
    const preparing = prepare(request);
    prepared.set(request.setup.id, preparing);
    // Answered when nothing is being loaded any more; see EngineThread.
    await preparing.catch(() => undefined);
    return { kind: "ready" };
  }
  const sweep = await prepared.get(request.setupId);
  if (sweep === undefined) throw new Error(`Sweep ${request.setupId} was not prepared`);
  const cells = JSON.parse(request.cells) as readonly Params[];
  return { kind: "computed", ...packResult(sweep.run(cells), cells.length) };
}

function failure(error: unknown): ThreadAnswer {
  return { kind: "failed", code: error instanceof AppError ? error.code : null, message: messageOf(error) };
}

function send(reply: ThreadAnswer): void {
  parentPort?.postMessage(reply, reply.kind === "computed" ? buffersOf(reply) : []);
}

parentPort?.on("message", (request: ThreadRequest) => {
  answer(request).then(send, (error: unknown) => send(failure(error)));
});
