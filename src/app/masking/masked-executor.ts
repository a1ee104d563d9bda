import type { SecretMask } from "../../core/text/secret-mask.ts";
import type { CellColumns, CellPeriods, OutsideSweep, PreparedSweep } from "../../executors/executor.ts";
import type { Market } from "../../runs/market/market.ts";
import type { SweepExecutor } from "../../runs/run-deps.ts";
import { maskedError } from "./masked-error.ts";

/** Why cells fail is kept in the database; a strategy may read variables of the environment (NIGHTGRID_USER_ENV) and say them. */
export function maskedExecutor(executor: SweepExecutor, secrets: SecretMask): SweepExecutor {
  const masked = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw maskedError(error, secrets);
    }
  };
  const maskedCells = async (work: Promise<CellColumns>): Promise<CellColumns> => {
    const columns = await masked(work);
    const failures = columns.failures.map((failure) => ({ ...failure, message: secrets.mask(failure.message) }));
    return { ...columns, failures };
  };
  const maskedOutside = (outside: OutsideSweep): OutsideSweep => ({
    maxCells: outside.maxCells,
    nameOf: (...attempt) => outside.nameOf(...attempt),
    begin: (...work) => masked(outside.begin(...work)),
    look: (ids) => masked(outside.look(ids)),
    collect: (...work) => maskedCells(outside.collect(...work)),
  });
  const maskedPeriods = (periods: CellPeriods<Market>): CellPeriods<Market> => ({
    days: periods.days,
    measure: (asked) => maskedSweep(periods.measure(asked)),
    run: (...work) => masked(periods.run(...work)),
  });
  const maskedSweep = (prepared: PreparedSweep<Market>): PreparedSweep<Market> => {
    const { attach, outside, measureParts, periods } = prepared;
    return {
      ...prepared,
      compute: (...range) => maskedCells(prepared.compute(...range)),
      ...(attach === undefined ? {} : { attach: (...range) => maskedCells(attach(...range)) }),
      ...(outside === undefined ? {} : { outside: maskedOutside(outside) }),
      ...(periods === undefined ? {} : { periods: maskedPeriods(periods) }),
      ...(measureParts === undefined ? {} : { measureParts: (parts) => maskedSweep(measureParts(parts)) }),
    };
  };
  const { abandon, filesOf, seriesOf, endProcesses } = executor;
  return {
    kind: executor.kind,
    async prepare(backtest, moment) {
      return maskedSweep(await masked(executor.prepare(backtest, moment)));
    },
    ...(filesOf === undefined ? {} : { filesOf }),
    ...(endProcesses === undefined ? {} : { endProcesses }),
    ...(seriesOf === undefined ? {} : { seriesOf }),
    ...(abandon === undefined ? {} : { abandon: (...work) => masked(abandon(...work)) }),
    close: () => executor.close(),
  };
}
