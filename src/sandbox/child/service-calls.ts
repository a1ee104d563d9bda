import { errorFrom } from "../failure.ts";
import type { FromUserProcess, ToUserProcess } from "../messages.ts";

export interface ServiceCalls {
  call(id: number, service: string, input: readonly unknown[]): Promise<unknown>;
  settle(message: Extract<ToUserProcess, { kind: "served" | "refused" }>): void;
}

/** Calls from a user's process to the one that asked it, each with a number of its own. */
export function serviceCalls(tell: (message: FromUserProcess) => void): ServiceCalls {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  return {
    call(id, service, input) {
      last++;
      const settled = Promise.withResolvers<unknown>();
      waiting.set(last, settled);
      try {
        tell({ kind: "call", id, call: last, service, input });
      } catch (error) {
        waiting.delete(last);
        settled.reject(error);
      }
      return settled.promise;
    },
    settle(message) {
      const settled = waiting.get(message.call);
      waiting.delete(message.call);
      if (message.kind === "served") settled?.resolve(message.value);
      else settled?.reject(errorFrom(message.failure));
    },
  };
}
