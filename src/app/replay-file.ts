import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir, availableParallelism } from "node:os";
import path from "node:path";
import { AppError, messageOf } from "../core/errors/app-error.ts";
import { languageOf } from "../core/spec/code-language.ts";
import type { CodeFile } from "../core/values/code-file.ts";
import { sha256 } from "../core/values/hash.ts";
import type { BacktestSpec } from "../factory/dag-spec.ts";
import {
  type BundledBacktest,
  type BundleManifest,
  invalidBundle,
  RESOLVED_FILE,
} from "../runs/bundle/bundle-manifest.ts";
import { type ReplayedBacktest, refuseOtherEngine, replayBacktest } from "../runs/bundle/replay-bundle.ts";
import { readResolvedDag } from "../runs/bundle/resolved-dag.ts";
import { restoreSnapshot, unpackBundle, type UnpackedBundle } from "../runs/bundle/unpack-bundle.ts";
import { restoreCode } from "../runs/inputs/restore-code.ts";
import type { DataPort } from "../runs/market/data-port.ts";
import { filePort } from "./data/data-port.ts";
import { closeExecutors, createExecutors } from "./executors.ts";
import type { ProjectContext } from "./project-context.ts";
import { createUserCode } from "./user/user-code.ts";

export interface Replay {
  readonly manifest: BundleManifest;
  readonly backtests: readonly ReplayedBacktest[];
}

export interface ReplayOptions {
  readonly signal: AbortSignal;
  readonly tell: (backtest: string, done: number, total: number) => void;
}

/**
 * Computes a bundle again in a project of its own, which is gone afterwards: neither the database nor the DAGs of the project
 * that one is in are touched. Of that, packages of `node_modules` are used, and prices where the bundle has none.
 *
 * @throws AppError BUNDLE_INVALID, BUNDLE_VERSION, BUNDLE_REFUSED, and of the strategies
 */
export async function replayFile(
  file: string,
  { home: known, env }: Pick<ProjectContext, "home" | "env">,
  options: ReplayOptions,
): Promise<Replay> {
  const home = await mkdtemp(path.join(tmpdir(), "nightgrid-replay-"));
  try {
    const bundle = await unpackBundle(file, path.join(home, "bundle"));
    refuseOtherEngine(bundle.manifest);
    await usePackages(known, home);
    return await replayUnpacked(bundle, { home, known, env }, options);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Places extends Pick<ProjectContext, "env"> {
  readonly home: string;
  readonly known: string;
}

async function usePackages(known: string, home: string): Promise<void> {
  const packages = path.join(known, "node_modules");
  if (existsSync(packages)) await symlink(packages, path.join(home, "node_modules"), "dir");
}

async function replayUnpacked(bundle: UnpackedBundle, places: Places, options: ReplayOptions): Promise<Replay> {
  const { manifest, fileOf } = bundle;
  const { run } = manifest;
  const text = await readFile(fileOf(RESOLVED_FILE), "utf8");
  const spec = readResolvedDag(text, { dagId: run.dag, hash: run.dag_version });
  const data = await openData(bundle, places);
  const userCode = createUserCode({ home: places.home, env: places.env });
  const executors = createExecutors({ ...places, userCode, data, slots: availableParallelism() });
  try {
    const backtests: ReplayedBacktest[] = [];
    for (const bundled of manifest.backtests) {
      const { name } = bundled;
      const backtest = spec.backtests.find((one) => one.name === name);
      if (backtest === undefined) throw invalidBundle(`its ${RESOLVED_FILE} has no backtest ${JSON.stringify(name)}`);
      refusePrograms(backtest, bundled);
      const request = { run, bundled, cells: fileOf(`cells/${name}.csv`) };
      const tell = (done: number, total: number): void => options.tell(name, done, total);
      const deps = { executors, signal: options.signal, tell };
      backtests.push(
        await firstThatOpens(await placed(backtest, bundled, { bundle, home: places.home }), (at) =>
          replayBacktest({ ...request, backtest: at }, deps),
        ),
      );
    }
    return { manifest, backtests };
  } finally {
    await closeExecutors(executors);
    await userCode.close();
  }
}

/** A bundle says itself that programs are not computed again; one that does not would have any program of this host run. */
function refusePrograms({ strategy, executor, name }: BacktestSpec, { no_replay: why }: BundledBacktest): void {
  if (why === null && (strategy.kind === "script" || executor !== undefined)) {
    throw invalidBundle(`${JSON.stringify(name)} in it would be computed by something else than the engine`);
  }
}

/** The prices of the bundle; of snapshots that are not in it, those that the known project has. */
async function openData(bundle: UnpackedBundle, { home, known }: Places): Promise<DataPort> {
  const own = filePort(home);
  const homes = new Map<string, string>();
  for (const snapshot of bundle.manifest.snapshots) {
    homes.set(snapshot.id, (await restoreSnapshot(snapshot, bundle, { home, known })).home);
  }
  return {
    ...own,
    open: (id) => filePort(homes.get(id) ?? home).open(id),
    load: () => Promise.reject(invalidBundle("it does not say which prices were read")),
  };
}

/** How far above a Python file its project's folder may have been: which one it was is not kept. */
const MOST_ABOVE = 6;

/** The backtest with its strategy where the code of the bundle was put, in each way that may be right. */
async function placed(
  backtest: BacktestSpec,
  { name, code }: BundledBacktest,
  { bundle, home }: { readonly bundle: UnpackedBundle; readonly home: string },
): Promise<readonly BacktestSpec[]> {
  const { strategy } = backtest;
  if (strategy.kind !== "module") return [backtest];
  const files: CodeFile[] = [];
  for (const { path: relative, file } of code) {
    const text = await readFile(bundle.fileOf(file), "utf8");
    files.push({ path: relative, hash: sha256(text), text });
  }
  const isPython = languageOf(code[0]?.path ?? "") === "python";
  const folder = path.join(home, "code");
  await mkdir(folder, { recursive: true });
  const levels = isPython ? Array.from({ length: MOST_ABOVE }, (_, above) => above) : [null];
  const found: BacktestSpec[] = [];
  for (const rootAbove of levels) {
    const own = await restoreCode(folder, { name, files, rootAbove });
    if (own === null) throw invalidBundle(`the code of ${JSON.stringify(name)} in it leads out of its folder`);
    found.push({ ...backtest, strategy: { ...strategy, path: own } });
  }
  return found;
}

/** Only the place of the code may make one of them be no part of the bundle's run. */
async function firstThatOpens<T>(ways: readonly BacktestSpec[], open: (way: BacktestSpec) => Promise<T>): Promise<T> {
  const [first, ...others] = ways;
  if (first === undefined) throw invalidBundle("a strategy in it has no code");
  try {
    return await open(first);
  } catch (error) {
    if (others.length === 0 || !(error instanceof AppError) || error.code !== "BUNDLE_INVALID") throw error;
    return await firstThatOpens(others, open).catch((last: unknown) => {
      throw messageOf(last) === messageOf(error) ? last : error;
    });
  }
}
