import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { examineStrategy } from "../../engine/lookahead/examine-strategy.ts";
import { runBacktest } from "../../engine/run-backtest.ts";
import { type PreparedSweep, prepareSweep } from "../../engine/sweep-cells.ts";
import type { Strategy } from "../../engine/strategy.ts";
import { failureOf, reasonOf } from "../../sandbox/failure.ts";
import type { Room, RoomContext } from "../../sandbox/room.ts";
import type { UnitClock } from "../../sandbox/child/unit-clock.ts";
import type { CheckedExamination, ExamineRequest, StrategyDescription } from "../strategy-runner.ts";
import { blocksOf, type SweepSetup } from "../engine/sweep-setup.ts";
import { packResult } from "../packed-result.ts";
import type { LoadedStrategy, StrategyModule } from "../modules/load-strategy.ts";
import { languageOfStrategy } from "../modules/strategy-languages.ts";
import { type ColumnGuard, guardColumns } from "./column-guard.ts";
import type { ComputedCells, StrategyQuestions } from "./strategy-questions.ts";
import { wroteTo } from "./wrote-to.ts";

const OWN_FOLDER = path.resolve(import.meta.dirname, "../..");

interface Prepared {
  readonly setup: SweepSetup;
  readonly ahead: LoadedStrategy["ahead"];
  readonly sweep: PreparedSweep;
  /** Which cells are gone through next, once or several times. */
  beginRange(cells: readonly Params[]): void;
  readonly guard: ColumnGuard;
}

const prepared = new Map<string, Prepared>();

export const room: Room = {
  describe(source: StrategyModule, context): Promise<StrategyDescription> {
    return languageOfStrategy(source).describe(source, context);
  },

  async prepare({ setup, forget }: StrategyQuestions["prepare"]["ask"], context): Promise<null> {
    if (forget !== null) prepared.delete(forget);
    const loaded = await pinnedStrategy(setup, context);
    prepared.set(setup.id, { setup, ahead: loaded.ahead, ...opened(loaded, setup, context.units) });
    return null;
  },

  compute({ setupId, cells }: StrategyQuestions["compute"]["ask"], context): ComputedCells {
    const { units } = context;
    const known = prepared.get(setupId);
    if (known === undefined) throw new Error(`Sweep ${setupId} was not prepared`);
    units.setLimit(known.setup.cellTimeoutMs ?? null);
    const params = JSON.parse(Buffer.from(cells).toString()) as readonly Params[];
    known.beginRange(params);
    const result = packResult(known.sweep.run(params), params.length);
    known.ahead?.end();
    units.rest();
    return { result, spoiled: spoiledBy(known.guard, context) };
  },

  async runCell(asked: StrategyQuestions["runCell"]["ask"], context): Promise<BacktestResult> {
    const { strategy } = await pinnedStrategy(asked.setup, context);
    const { result, spoiled } = runGuarded(strategy, asked, context);
    if (spoiled !== null) throw wroteTo(spoiled);
    return result;
  },

  async examine({ setup, cells, cuts }: ExamineRequest, context): Promise<CheckedExamination> {
    const { strategy } = await pinnedStrategy(setup, context);
    for (const params of cells) {
      const { spoiled } = runGuarded(strategy, { setup, params, wanted: {} }, context);
      if (spoiled === null) continue;
      const warmup = { settlesAfter: null, declared: null };
      return {
        strategy: strategy.name,
        cuts: 0,
        leak: null,
        warmup,
        membership: null,
        wrote: { what: spoiled, params },
      };
    }
    const { bars, settings } = setup;
    return { ...examineStrategy({ strategy, bars, settings, cells, cuts }), wrote: null };
  },
};

interface GuardedRun {
  readonly result: BacktestResult;
  /** What was written to, though it is not the strategy's. */
  readonly spoiled: string | null;
}

function runGuarded(
  strategy: Strategy,
  { setup, params, wanted }: StrategyQuestions["runCell"]["ask"],
  context: RoomContext,
): GuardedRun {
  const { bars, settings, range } = setup;
  const untrusted = guardColumns(bars);
  const part = range === undefined ? {} : { range };
  const result = runBacktest({ strategy, bars, settings, params, untrusted, ...part, ...wanted });
  return { result, spoiled: spoiledBy(untrusted, context) };
}

/** What user code has changed that is not its own: columns, or the functions that the engine computes with. */
function spoiledBy(guard: ColumnGuard, { runtimeChange }: RoomContext): string | null {
  const change = runtimeChange();
  return change === null ? guard.spoiled() : `${change} of JavaScript itself`;
}

function opened(
  { strategy, ahead }: LoadedStrategy,
  setup: SweepSetup,
  units: UnitClock,
): Pick<Prepared, "sweep" | "beginRange" | "guard"> {
  const { bars, settings, computed, parts } = setup;
  const guard = guardColumns(bars);
  let range: readonly Params[] = [];
  let isBegun = false;
  const onPass = (): void => {
    if (isBegun) ahead?.end();
    isBegun = true;
    ahead?.begin(range);
  };
  const sweep = prepareSweep({
    strategy,
    bars,
    settings,
    untrusted: guard,
    onPass,
    onCell: ahead === undefined ? units.begin : (index) => (units.begin(index), ahead.at(index)),
    explain: (thrown) => reasonOf(failureOf(thrown, OWN_FOLDER)),
    ...blocksOf(setup),
    ...(parts?.kind === "ranges" && { ranges: parts.ranges }),
    ...(computed === undefined ? {} : { computed }),
  });
  const beginRange = (cells: readonly Params[]): void => {
    range = cells;
    isBegun = false;
  };
  return { sweep, beginRange, guard };
}

async function pinnedStrategy(setup: SweepSetup, context: RoomContext): Promise<LoadedStrategy> {
  if (setup.strategy.kind !== "module") throw new Error("Built-in strategies need no process of their own");
  const loaded = await languageOfStrategy(setup.strategy).load(setup.strategy, context);
  if (loaded.codeHash === setup.codeHash) return loaded;
  throw new AppError("RUN_INPUT_CHANGED", "The strategy's code changed after the run had started");
}
