import { parentPort } from "node:worker_threads";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { builtinStrategy } from "../../engine/strategies/builtin-strategies.ts";
import { type PreparedSweep, prepareSweep } from "../../engine/sweep-cells.ts";
import { buffersOf, packResult } from "../packed-result.ts";
import { blocksOf } from "./sweep-setup.ts";
import type { ThreadAnswer, ThreadRequest, ThreadSweep } from "./thread-messages.ts";

const prepared = new Map<string, PreparedSweep>();

function prepare({ setup, memory }: ThreadSweep): PreparedSweep {
  const { strategy, bars, settings, computed, parts } = setup;
  if (strategy.kind !== "builtin") throw new Error("Users' strategies run in processes of their own");
  return prepareSweep({
    strategy: builtinStrategy(strategy.name),
    bars,
    settings,
    ...blocksOf(setup),
    ...(parts?.kind === "ranges" && { ranges: parts.ranges }),
    ...(computed === undefined ? {} : { computed }),
    ...(memory === null ? {} : { memory }),
  });
}

function answer(request: ThreadRequest): ThreadAnswer {
  const { id } = request;
  if (request.kind === "prepare") {
    if (request.forget !== null) prepared.delete(request.forget);
    prepared.set(request.setup.id, prepare(request));
    return { id, kind: "ready" };
  }
  const sweep = prepared.get(request.setupId);
  if (sweep === undefined) throw new Error(`Sweep ${request.setupId} was not prepared`);
  const cells = JSON.parse(request.cells) as readonly Params[];
  return { id, kind: "computed", ...packResult(sweep.run(cells, request.past), cells.length) };
}

function answerOrFail(request: ThreadRequest): ThreadAnswer {
  try {
    return answer(request);
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    return { id: request.id, kind: "failed", code, message: messageOf(error) };
  }
}

parentPort?.on("message", (request: ThreadRequest) => {
  const reply = answerOrFail(request);
  parentPort?.postMessage(reply, reply.kind === "computed" ? buffersOf(reply) : []);
});
