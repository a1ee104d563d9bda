import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { type RunId, snapshotId } from "../../core/names/ids.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { symbolFileName } from "../../core/names/symbol-file.ts";
import { frozenPrices } from "../../data/portable/pack-prices.ts";
import { ENGINE_VERSION } from "../../engine/backtest.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { ZipWriter } from "../../files/zip/write-zip.ts";
import { readResultInputs } from "../../store/inputs/result-inputs.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { filesOf } from "../inputs/open-past.ts";
import { isStudy } from "../kinds/study/study-tasks.ts";
import { roundTasks } from "../search/search-tasks.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";
import { listSweepViews } from "../query/cell-view.ts";
import { type RunDetails, showRun } from "../query/show-run.ts";
import type { RunDeps } from "../run-deps.ts";
import { bundledCells } from "./bundled-cells.ts";
import { bundledCode } from "./bundled-code.ts";
import { bundledSeries } from "./bundled-series.ts";
import {
  BUNDLE_FORMAT,
  type BundledBacktest,
  type BundledFile,
  type BundledSnapshot,
  type BundleManifest,
  MANIFEST_FILE,
  RESOLVED_FILE,
} from "./bundle-manifest.ts";
import { bundleMask, type Env } from "./bundle-mask.ts";
import { bundleReadme } from "./bundle-readme.ts";
import { lockFiles } from "./lock-files.ts";
import { resolvedDag } from "./resolved-dag.ts";

export interface BundleRequest {
  readonly runId: RunId;
  /** Of data, the manifests alone. */
  readonly withoutData: boolean;
  /** Cells of each backtest whose trades and curves are bundled, the best first. */
  readonly best: number;
}

export interface BundleDeps {
  readonly run: RunDeps;
  /** The project's folder. */
  readonly home: string;
  /** Whose secrets are kept out. */
  readonly env: Env;
  /** Version of Nightgrid. */
  readonly version: string;
  /** What the bundle says of where it was made; the same on the same machine. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** Hears of each file that is in, and of cells as they are read. */
  readonly tell: (progress: BundleProgress) => void;
}

export type BundleProgress =
  | { readonly kind: "file"; readonly name: string; readonly bytes: number }
  | { readonly kind: "cells"; readonly cells: number };

/**
 * Packs all that a run consists of, so that it can be read and computed again elsewhere. The same run gives the same bytes. What
 * cannot be had is left out, and said so; secrets never enter it.
 *
 * @throws AppError RUN_NOT_FOUND, BUNDLE_REFUSED for a run that has not ended, RUN_INPUT_CHANGED when its data are gone
 */
export async function bundleRun(zip: ZipWriter, request: BundleRequest, deps: BundleDeps): Promise<BundleManifest> {
  const details = await showRun(deps.run.database, request.runId);
  refuseOpen(details);
  const mask = bundleMask(details, deps.env);
  const work = createWork(zip, { details, mask, request, deps });
  const backtests: BundledBacktest[] = [];
  const strategyFiles = new Map<string, string>();
  for (const [index, backtest] of details.spec.backtests.entries()) {
    const task = sweepTask(details.tasks, index);
    const bundled = await work.addCode(backtest, task);
    backtests.push(bundled);
    const [own] = bundled.code;
    if (own !== undefined) strategyFiles.set(backtest.name, own.file);
  }
  const resolved = resolvedDag(details.spec, { mask, strategyFiles });
  await work.add("dag.yaml", [mask.mask(details.yaml)]);
  await work.add(RESOLVED_FILE, [resolved.text]);
  await work.add("environment.json", [json(deps.environment)]);
  for (const { name, text } of await lockFiles(deps.home, mask)) await work.add(`lock/${name}`, [text]);
  await work.addStudies();
  const snapshots = await work.addSnapshots(backtests.flatMap(({ snapshot }) => snapshot ?? []));
  await work.addCells();
  await work.addSeries();
  const told = backtests.map((backtest) =>
    resolved.withSecrets.has(backtest.name) && backtest.no_replay === null
      ? { ...backtest, no_replay: "a value of it is a secret, which is not in the bundle" }
      : backtest,
  );
  return work.finish({ backtests: told, snapshots });
}

function refuseOpen({ run }: RunDetails): void {
  if (run.finishedAt !== null) return;
  throw new AppError("BUNDLE_REFUSED", `The run ${run.id} is ${run.status}: what it comes to is not known yet`, {
    hint: `Wait for its end, or cancel it: nightgrid cancel ${run.id}`,
  });
}

interface Work {
  readonly details: RunDetails;
  readonly mask: SecretMask;
  readonly request: BundleRequest;
  readonly deps: BundleDeps;
}

function createWork(zip: ZipWriter, { details, mask, request, deps }: Work) {
  const { run, spec, tasks } = details;
  const files: BundledFile[] = [];
  const leftOut: { readonly what: string; readonly why: string }[] = [];
  const add = async (name: string, pieces: Parameters<ZipWriter["add"]>[1], isPacked = false): Promise<void> => {
    const { bytes, sha256 } = await zip.add(name, pieces, { isPacked });
    files.push({ path: name, bytes, sha256 });
    deps.tell({ kind: "file", name, bytes });
  };
  const views = () => listSweepViews(deps.run.database, { id: run.id, spec });
  return {
    add,
    async addCode(backtest: BacktestSpec, task: TaskRow | undefined): Promise<BundledBacktest> {
      const { strategy, name, settings } = backtest;
      const base = task?.base ?? null;
      const inputs = base === null ? null : await readResultInputs(deps.run.database, base);
      const kept = inputs === null || inputs.files === null ? null : await filesOf(inputs, deps.run.database);
      const own = "path" in strategy ? strategy.path : null;
      const code = bundledCode(own ?? "", kept ?? [], { backtest: name, mask });
      for (const { file, text } of code.files) await add(file, [text]);
      for (const file of code.withSecrets) leftOut.push({ what: file, why: "a secret stands in it" });
      const lack = own === null ? null : kept === null ? "its code was not kept" : null;
      if (lack !== null) leftOut.push({ what: `the code of ${name}`, why: lack });
      const secret = code.withSecrets.length > 0 ? "a secret stands in its code" : null;
      return {
        name,
        base: base?.toString("hex") ?? null,
        parts: (mask.maskValue(inputs?.parts ?? {}) as Record<string, unknown>) ?? {},
        seed: settings.seed,
        snapshot: task?.snapshotId ?? null,
        cells: {
          total: task?.cellsTotal ?? 0,
          done: (task?.cellsSucceeded ?? 0) + (task?.cellsCached ?? 0),
          failed: task?.cellsFailed ?? 0,
        },
        ...(task !== undefined && roundsOf(backtest, task, tasks)),
        code: code.files.map(({ path: relative, file }) => ({ path: relative, file })),
        no_replay: task === undefined || base === null ? "it was not planned" : (refusalOf(backtest) ?? lack ?? secret),
      };
    },
    async addStudies(): Promise<void> {
      for (const task of tasks) {
        if (isStudy(task) && task.output !== null) {
          await add(`studies/${task.key}.json`, [json(mask.maskValue(task.output))]);
        }
      }
    },
    async addSnapshots(ids: readonly string[]): Promise<readonly BundledSnapshot[]> {
      const bundled: BundledSnapshot[] = [];
      for (const id of new Set(ids)) bundled.push(await addSnapshot(id));
      return bundled;
    },
    async addCells(): Promise<void> {
      for (const { backtest } of await views()) {
        const cells = await bundledCells({ id: run.id, spec }, backtest, {
          deps: deps.run,
          mask,
          tell: (read) => deps.tell({ kind: "cells", cells: read }),
        });
        await add(`cells/${backtest.name}.csv`, cells.csv());
        await add(`cells/${backtest.name}.parquet`, cells.parquet(), true);
      }
    },
    async addSeries(): Promise<void> {
      for (const view of await views()) {
        if (request.best === 0 || view.cells.succeeded + view.cells.cached === 0) continue;
        try {
          for await (const series of bundledSeries(view, request.best, deps.run))
            await add(series.name, series.pieces(), true);
        } catch (error) {
          if (!(error instanceof AppError) || error.code === "DISK_FULL") throw error;
          leftOut.push({ what: `trades of ${view.backtest.name}`, why: mask.mask(error.message) });
        }
      }
    },
    async finish(own: Pick<BundleManifest, "backtests" | "snapshots">): Promise<BundleManifest> {
      const about = {
        format: BUNDLE_FORMAT,
        nightgrid: deps.version,
        engine: ENGINE_VERSION,
        run: {
          id: run.id,
          dag: run.dagId,
          dag_version: run.dagHash,
          state: run.state,
          logical_date: run.logicalDate.toISOString(),
          data_through: run.dataThrough,
          seed: run.seed,
          overrides: mask.maskValue(run.overrides) as Readonly<Record<string, unknown>>,
        },
        ...own,
        left_out: leftOut,
      };
      await add("README.md", [bundleReadme(about)]);
      const manifest = { ...about, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
      await zip.add(MANIFEST_FILE, [json(manifest)]);
      return manifest;
    },
  };

  async function addSnapshot(id: string): Promise<BundledSnapshot> {
    const folder = `data/${id.slice(0, 12)}`;
    const name = snapshotId(id);
    const isHere =
      (await frozenPrices(deps.home, name)) ??
      ((await deps.run.data.open(name)) && (await frozenPrices(deps.home, name)));
    if (!isHere) throw noData(id);
    const { bytes, symbols, file } = isHere;
    await add(`${folder}/manifest.json`, [bytes]);
    if (request.withoutData) return { id, manifest: `${folder}/manifest.json`, prices: null };
    const names = fileNames(symbols);
    const prices: { readonly symbol: string; readonly file: string }[] = [];
    for (const symbol of symbols) {
      const place = `${folder}/${names.get(symbol) ?? ""}.parquet`;
      await add(place, file(symbol), true);
      prices.push({ symbol, file: place });
    }
    return { id, manifest: `${folder}/manifest.json`, prices };
  }
}

function roundsOf({ search }: BacktestSpec, task: TaskRow, tasks: readonly TaskRow[]): Pick<BundledBacktest, "rounds"> {
  if (search === undefined) return {};
  return { rounds: [...roundTasks(tasks, task.specIndex), task].map(({ cellsTotal }) => cellsTotal) };
}

/** Null for what can be computed again wherever its code and its prices are. */
function refusalOf({ strategy }: BacktestSpec): string | null {
  return strategy.kind === "script"
    ? "its cells are programs, which may read anything: run them with `nightgrid run`"
    : null;
}

function noData(id: string): AppError {
  return new AppError("RUN_INPUT_CHANGED", `The data of the run are not on this host: snapshot ${id.slice(0, 12)}`, {
    hint: `Bundle it on the host that has ${path.join(".nightgrid", "snapshots", id)}.`,
  });
}

/** Of each symbol; none twice, also where capitals do not count, and none that is no plain name. */
function fileNames(symbols: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    symbols.map((symbol) => {
      const plain = symbolFileName(symbol).replaceAll(/[^\p{L}\p{N}._=^+-]/gu, "_");
      let name = plain;
      for (let next = 2; taken.has(name.normalize("NFC").toLowerCase()); next++) name = `${plain}-${next}`;
      taken.add(name.normalize("NFC").toLowerCase());
      return [symbol, name];
    }),
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
