import type { Bars } from "../../engine/bars.ts";
import type { MetricId } from "../../engine/metrics/metric-catalogue.ts";
import { transformBars } from "../../engine/transform-bars.ts";
import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import type { CellView, SeriesOptions, UpdatedSeries } from "../callback-context.ts";
import type { OpenContext } from "../guarded-context.ts";
import { pushedText, type PushedText } from "./pushed-text.ts";

/** What a callback's process may ask for, by name. Everything is asked and answered by structured clone. */
export interface CallbackServicesByName {
  best(
    limit: number,
    backtest: string | undefined,
    metrics: readonly MetricId[] | undefined,
  ): Promise<readonly CellView[]>;
  statistics(backtest: string | undefined): Promise<SweepJudgement | null>;
  openCells(backtest: string | undefined): Promise<number>;
  /** Empty after the last. */
  nextCells(id: number): Promise<readonly CellView[]>;
  closeCells(id: number): Promise<void>;
  valueOf(name: string): Promise<unknown>;
  setValue(name: string, value: unknown): Promise<void>;
  bars(backtest: string | undefined): Promise<readonly Bars[]>;
  problems(backtest: string | undefined): Promise<readonly string[]>;
  writeArtifact(name: string, content: string | Uint8Array): Promise<string>;
  openArtifact(name: string): Promise<number>;
  addToArtifact(id: number, chunk: string): Promise<void>;
  closeArtifact(id: number): Promise<string>;
  abandonArtifact(id: number): Promise<void>;
  renderTearsheet(backtest: string | undefined): Promise<string>;
  writeSeries(options: SeriesOptions): Promise<readonly string[]>;
  updateData(options: Parameters<OpenContext["services"]["updateData"]>[0]): Promise<readonly UpdatedSeries[]>;
  notify(message: Parameters<OpenContext["services"]["notify"]>[0]): Promise<void>;
}

const CELLS_PER_PAGE = 500;

interface OpenArtifact {
  readonly text: PushedText;
  readonly written: Promise<string>;
}

async function pageOf(cells: AsyncIterator<CellView>): Promise<readonly CellView[]> {
  const page: CellView[] = [];
  while (page.length < CELLS_PER_PAGE) {
    const { done, value } = await cells.next();
    if (done === true) break;
    page.push(value);
  }
  return page;
}

export interface ContextServices {
  readonly services: CallbackServicesByName;
  /** Ends what the callback has left open. */
  readonly abandon: () => void;
}

/** Answers what a callback asks for from the context that the worker has made for it. */
export function contextServices(context: OpenContext): ContextServices {
  const { results, values, data, artifacts, services } = context;
  const cells = new Map<number, AsyncIterator<CellView>>();
  const open = new Map<number, OpenArtifact>();
  let last = 0;
  const artifact = (id: number): OpenArtifact => {
    const found = open.get(id);
    if (found === undefined) throw new Error("This artifact is not being written");
    return found;
  };
  const answers: CallbackServicesByName = {
    best: (limit, backtest, metrics) => results.best(limit, backtest, metrics),
    statistics: (backtest) => results.statistics(backtest),
    openCells(backtest) {
      last++;
      cells.set(last, results.all(backtest)[Symbol.asyncIterator]());
      return Promise.resolve(last);
    },
    async nextCells(id) {
      const iterator = cells.get(id);
      return iterator === undefined ? [] : await pageOf(iterator);
    },
    async closeCells(id) {
      await cells.get(id)?.return?.();
      cells.delete(id);
    },
    valueOf: (name) => values.get(name),
    setValue: (name, value) => values.set(name, value),
    bars: async (backtest) =>
      (await data.bars(backtest)).map((bars) => transformBars(bars, (column) => column.slice())),
    problems: (backtest) => data.problems(backtest),
    writeArtifact: (name, content) => artifacts.write(name, content),
    openArtifact(name) {
      last++;
      const text = pushedText();
      const written = artifacts.write(name, text);
      // Asked for when it is closed.
      written.catch(() => undefined);
      open.set(last, { text, written });
      return Promise.resolve(last);
    },
    async addToArtifact(id, chunk) {
      const { text, written } = artifact(id);
      // A writer that has failed takes nothing more.
      await Promise.race([text.push(chunk), written]);
    },
    closeArtifact(id) {
      const { text, written } = artifact(id);
      open.delete(id);
      text.end();
      return written;
    },
    abandonArtifact(id) {
      open.get(id)?.text.fail(new Error("The callback gave it up"));
      open.delete(id);
      return Promise.resolve();
    },
    renderTearsheet: (backtest) => services.renderTearsheet(backtest),
    writeSeries: (options) => services.writeSeries(options),
    updateData: (options) => services.updateData(options),
    notify: (message) => services.notify(message),
  };
  const abandon = (): void => {
    for (const { text } of open.values()) text.fail(new Error("The callback ended before it was whole"));
    for (const iterator of cells.values()) void iterator.return?.();
  };
  return { services: answers, abandon };
}
