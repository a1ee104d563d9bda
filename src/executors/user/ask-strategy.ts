import type { Bars } from "../../engine/bars.ts";
import { transformBars } from "../../engine/transform-bars.ts";
import type { UserProcess } from "../../sandbox/parent/user-process.ts";
import type { Question } from "../../sandbox/question.ts";
import type { StrategyQuestions } from "./strategy-questions.ts";

/** Asks a process of the room of strategies. @throws as `UserProcess.ask` does */
export function askStrategy<K extends keyof StrategyQuestions>(
  process: UserProcess,
  name: K,
  input: StrategyQuestions[K]["ask"],
  question: Question,
): Promise<StrategyQuestions[K]["answer"]> {
  return process.ask(name, sendable(input), question);
}

/** Memory that threads share cannot be sent to another process; its bytes can. */
function sendable<T extends object>(input: T): T {
  if (!("setup" in input)) return input;
  const setup = input.setup as { readonly bars: readonly Bars[] };
  const bars = setup.bars.map((own) => transformBars(own, unshared));
  return { ...input, setup: { ...setup, bars } };
}

function unshared(column: Float64Array): Float64Array {
  return column.buffer instanceof SharedArrayBuffer ? Float64Array.from(column) : column;
}
