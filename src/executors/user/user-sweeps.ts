import { AppError } from "../../core/errors/app-error.ts";
import type { CellFailure, SweepResult } from "../../engine/backtest.ts";
import type { UserProcess } from "../../sandbox/parent/user-process.ts";
import type { OutputLine } from "../../sandbox/question.ts";
import { SWEEP_METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import { UserProcessDied } from "../../sandbox/parent/user-process-died.ts";
import type { UserProcessPool } from "../../sandbox/parent/user-process-pool.ts";
import type { CellLine } from "../executor.ts";
import type { SweepSetup } from "../engine/sweep-setup.ts";
import { fatalCell, joinResults } from "../join-results.ts";
import { type PackedResult, unpackResult } from "../packed-result.ts";
import { askStrategy } from "./ask-strategy.ts";
import type { ComputedCells } from "./strategy-questions.ts";
import { wroteTo } from "./wrote-to.ts";

export interface RangeOptions {
  readonly signal: AbortSignal;
  readonly onLine?: ((line: CellLine) => void) | undefined;
}

export interface UserSweeps {
  compute(setup: SweepSetup, cells: readonly string[], options: RangeOptions): Promise<SweepResult>;
  /** In one go, in a process that nobody has used; all cells fail where one ends it or writes to what is not its own. */
  computeApart(setup: SweepSetup, cells: readonly string[], options: RangeOptions): Promise<SweepResult>;
}

/** Sweeps that a process keeps prepared. */
const MAX_PREPARED = 4;
/** Of loading a module with all that it imports. */
export const LOAD_MS = 30_000;

interface Range extends RangeOptions {
  readonly setup: SweepSetup;
  readonly cells: readonly string[];
  /** Position of its first cell in what was asked for. */
  readonly offset: number;
}

/** How it went with a range in one process. */
type Outcome =
  | { readonly kind: "computed"; readonly result: SweepResult }
  /** A cell took too long, and it is known which. */
  | { readonly kind: "overdue"; readonly index: number; readonly failure: Failed }
  /** The process died, or columns were written to: the whole of it counts for nothing. */
  | { readonly kind: "spoiled"; readonly failure: Failed };

type Failed = Pick<CellFailure, "code" | "message">;

/**
 * Sweeps of users' strategies. A range is computed in one go; when it ends its process, or writes to what is not its own, it
 * is computed again cell by cell, until the cells that do so are found. Those fail with their reason, alone in a process
 * that nobody had used; the others have the results that they would have had without them.
 */
export function userSweeps(pool: UserProcessPool): UserSweeps {
  const prepared = new WeakMap<UserProcess, string[]>();

  const prepare = async (process: UserProcess, setup: SweepSetup, range: Range): Promise<void> => {
    const known = prepared.get(process) ?? [];
    if (known.includes(setup.id)) return;
    const forget = known.length >= MAX_PREPARED ? (known.shift() ?? null) : null;
    await askStrategy(process, "prepare", { setup, forget }, { ...questionOf(range), timeoutMs: LOAD_MS }).catch(
      (error: unknown) => {
        throw error instanceof UserProcessDied ? notLoaded(setup, error) : error;
      },
    );
    prepared.set(process, [...known, setup.id]);
  };

  const attempt = async (process: UserProcess, range: Range): Promise<Outcome> => {
    const { setup, cells } = range;
    await prepare(process, setup, range);
    try {
      const request = { setupId: setup.id, cells: new TextEncoder().encode(`[${cells.join(",")}]`) };
      const answer = await askStrategy(process, "compute", request, questionOf(range));
      const isOurs = isAnswerFor(answer, cells.length);
      if (isOurs && answer.spoiled === null) return { kind: "computed", result: unpackResult(answer.result) };
      await process.end();
      if (!isOurs || answer.spoiled === null) return { kind: "spoiled", failure: ANSWERED };
      return { kind: "spoiled", failure: wroteTo(answer.spoiled) };
    } catch (error) {
      if (!(error instanceof UserProcessDied)) throw error;
      sayWhy(error, range);
      // User code can say so too, and of any unit.
      const failure = failureOf(error);
      return error.why === "timeout" && error.unit !== null && error.unit < cells.length
        ? { kind: "overdue", index: error.unit, failure }
        : { kind: "spoiled", failure };
    }
  };

  const inOneGo = async (range: Range): Promise<SweepResult> => {
    const outcome = await pool.use(keyOf(range.setup), (process) => attempt(process, range));
    if (outcome.kind === "computed") return outcome.result;
    if (outcome.kind === "spoiled") return cellByCell(range);
    const { index } = outcome;
    const before = partOf(range, 0, index);
    const after = partOf(range, index + 1, range.cells.length);
    // Alone once more: what held it may have been left behind by a cell before it.
    const overdue = await cellByCell(partOf(range, index, index + 1));
    return joinResults([...(await whole(before)), overdue, ...(await whole(after))]);
  };
  const whole = async (range: Range): Promise<readonly SweepResult[]> =>
    range.cells.length === 0 ? [] : [await inOneGo(range)];

  const cellByCell = async (range: Range): Promise<SweepResult> => {
    const parts: SweepResult[] = [];
    while (parts.length < range.cells.length) {
      parts.push(...(await pool.useFresh((process) => fromCell(process, range, parts.length))));
    }
    return joinResults(parts);
  };

  /** Computes cell after cell with a fresh process, up to the first that spoils it; that one counts when it was the first. */
  const fromCell = async (process: UserProcess, range: Range, from: number): Promise<readonly SweepResult[]> => {
    const parts: SweepResult[] = [];
    for (let cell = from; cell < range.cells.length; cell++) {
      const outcome = await attempt(process, partOf(range, cell, cell + 1));
      if (outcome.kind === "computed") parts.push(outcome.result);
      else if (cell === from) return [fatalCell(outcome.failure)];
      else return parts;
    }
    return parts;
  };

  return {
    compute: (setup, cells, options) => inOneGo({ setup, cells, offset: 0, ...options }),
    async computeApart(setup, cells, options) {
      const outcome = await pool.useFresh((process) => attempt(process, { setup, cells, offset: 0, ...options }));
      return outcome.kind === "computed" ? outcome.result : joinResults(cells.map(() => fatalCell(outcome.failure)));
    },
  };
}

/** User code can answer too. */
function isAnswerFor(answer: ComputedCells | null | undefined, cells: number): answer is ComputedCells {
  const result: PackedResult | null | undefined = answer?.result;
  const spoiled = answer?.spoiled;
  if (spoiled !== null && typeof spoiled !== "string") return false;
  if (typeof result !== "object" || result === null || result.cells !== cells) return false;
  const { metrics, reasons, computed, refusals, failures } = result;
  const values = cells * SWEEP_METRIC_IDS.length;
  return (
    metrics instanceof Float64Array &&
    metrics.length === values &&
    reasons instanceof Uint8Array &&
    reasons.length === values &&
    [computed, refusals, failures].every(Array.isArray)
  );
}

/** Equal code has equal keys; of changed code, nothing is left in a process. */
function keyOf({ strategy, codeHash }: SweepSetup): string {
  return strategy.kind === "module" ? `${codeHash} ${strategy.path}` : codeHash;
}

function partOf(range: Range, from: number, to: number): Range {
  return { ...range, cells: range.cells.slice(from, to), offset: range.offset + from };
}

function questionOf({ signal, onLine, offset }: Range) {
  const hear = ({ level, text, unit }: OutputLine): void =>
    onLine?.({ level, text, index: unit === null ? null : unit + offset });
  return { signal, onLine: hear };
}

/** The stack is for the log; the reason that is kept with the cell is one line. */
function sayWhy({ message, userStack, unit }: UserProcessDied, { onLine, offset }: Range): void {
  const text = userStack === "" ? message : `${message}\n${userStack}`;
  onLine?.({ level: "error", text, index: unit === null ? null : unit + offset });
}

const ANSWERED: Failed = { code: "STRATEGY_FAILED", message: "The strategy answered in place of Nightgrid." };

function failureOf({ why, code, message }: UserProcessDied): Failed {
  const said = message.replace(/^It /, "The strategy ");
  if (why !== "timeout") return { code: code ?? "STRATEGY_FAILED", message: said };
  return { code: "CELL_TIMEOUT", message: `${said} Raise cell_timeout of its backtest, or make it do less.` };
}

function notLoaded({ strategy }: SweepSetup, { message }: UserProcessDied): AppError {
  const file = strategy.kind === "module" ? strategy.path : strategy.name;
  return new AppError("STRATEGY_INVALID", `The strategy module ${file} cannot be loaded: ${message}`);
}
