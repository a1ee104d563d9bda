import type { Params } from "../../core/params/param-spec.ts";
import { createEventList } from "../../engine/signals/event-list.ts";
import { eventSignals } from "../../engine/signals/event-signals.ts";
import type { SignalStrategy, Strategy } from "../../engine/strategy.ts";
import type { BarsGiver } from "./given-bars.ts";
import type { CellsAhead, GivenBars } from "./cells-ahead.ts";
import { type DeclaredStrategy, pythonReason, saidIn } from "./declared-strategy.ts";
import type { Interpreter } from "./interpreter.ts";
import type { InterpreterAnswer, PythonFailure } from "./interpreter-messages.ts";
import { addEvents, targetsOf } from "./python-answers.ts";

export interface PythonSide {
  readonly interpreter: Interpreter;
  readonly cells: CellsAhead;
  readonly bars: BarsGiver;
}

/** A strategy as the engine knows it, which asks an interpreter what it wants and waits for that. */
export function pythonStrategy(declared: DeclaredStrategy, { interpreter, cells, bars }: PythonSide): Strategy {
  const { name, params, kind, symbols, hasWarmup } = declared;
  const ask = (given: GivenBars, cell: Params): InterpreterAnswer => answered(cells.answer(given, cell));
  const warmup = (cell: Params): number => Number(saidIn(answered(interpreter.ask({ do: "warmup", params: cell }))));
  const about = { name, params, ...(hasWarmup ? { warmup } : {}) };
  if (kind === "panel") {
    return {
      ...about,
      kind,
      ...(symbols === undefined ? {} : { symbols }),
      targets: ({ panel, params: cell }) =>
        targetsOf(ask(bars.panel(panel), cell), panel.symbols.length, panel.time.length),
    };
  }
  const events: NonNullable<SignalStrategy["events"]> = (input, list) =>
    addEvents(ask(bars.bars(input.bars), input.params), list);
  return {
    ...about,
    kind,
    events,
    signals(input) {
      const list = createEventList(input.bars.close.length);
      events(input, list);
      return eventSignals(list);
    },
  };
}

/** @throws Error with the reason of a cell that failed */
function answered(answer: InterpreterAnswer): InterpreterAnswer {
  if (answer.kind === "failure") throw new Error(pythonReason(saidIn(answer) as PythonFailure));
  return answer;
}
