import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir, availableParallelism } from "node:os";
import path from "node:path";
import { languageOf } from "../core/spec/code-language.ts";
import type { BacktestSpec } from "../factory/dag-spec.ts";
import { REPLAY_PREFIX } from "../files/sql/stale-rooms.ts";
import {
  type BundledBacktest,
  type BundleManifest,
  invalidBundle,
  RESOLVED_FILE,
} from "../runs/bundle/bundle-manifest.ts";
import { type ReplayedBacktest, refuseOtherEngine, replayBacktest } from "../runs/bundle/replay-bundle.ts";
import { readResolvedDag } from "../runs/bundle/resolved-dag.ts";
import { restoreSnapshot, unpackBundle, type UnpackedBundle } from "../runs/bundle/unpack-bundle.ts";
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
 * that one is in are touched. Of that, packages of `node_modules` and `.venv` are used, and prices where the bundle has none.
 *
 * @throws AppError BUNDLE_INVALID, BUNDLE_VERSION, BUNDLE_REFUSED, and of the strategies
 */
export async function replayFile(
  file: string,
  { home: known, env }: Pick<ProjectContext, "home" | "env">,
  options: ReplayOptions,
): Promise<Replay> {
  const home = await mkdtemp(path.join(tmpdir(), `${REPLAY_PREFIX}${process.pid}-`));
  try {
    const bundle = await unpackBundle(file, path.join(home, "bundle"));
    refuseOtherEngine(bundle.manifest);
    await use("node_modules", known, home);
    return await replayUnpacked(bundle, { home, known, env }, options);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Places extends Pick<ProjectContext, "env"> {
  readonly home: string;
  readonly known: string;
}

/** A folder of packages of the project that one is in. */
async function use(name: string, known: string, folder: string): Promise<void> {
  const packages = path.join(known, name);
  if (existsSync(packages)) await symlink(packages, path.join(folder, name), "dir");
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
      const request = {
        run,
        bundled,
        backtest: await placed(backtest, bundled, { bundle, known: places.known }),
        cells: fileOf(`cells/${name}.csv`),
      };
      const tell = (done: number, total: number): void => options.tell(name, done, total);
      backtests.push(await replayBacktest(request, { executors, signal: options.signal, tell }));
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
async function openData(bundle: UnpackedBundle, { home, known, env }: Places): Promise<DataPort> {
  const own = filePort({ home, env });
  const homes = new Map<string, string>();
  for (const snapshot of bundle.manifest.snapshots) {
    homes.set(snapshot.id, (await restoreSnapshot(snapshot, bundle, { home, known })).home);
  }
  return {
    ...own,
    open: (id) => filePort({ home: homes.get(id) ?? home, env }).open(id),
    load: () => Promise.reject(invalidBundle("it does not say which prices were read")),
  };
}

/** What makes a folder the root of a Python project; the code of a backtest is laid out from there. */
const ROOT_MARK = "dags";

/** The backtest with its strategy where the code of the bundle was unpacked. */
async function placed(
  backtest: BacktestSpec,
  { name, code: [own] }: BundledBacktest,
  { bundle: { fileOf }, known }: { readonly bundle: UnpackedBundle; readonly known: string },
): Promise<BacktestSpec> {
  const { strategy } = backtest;
  if (strategy.kind !== "module") return backtest;
  if (own === undefined) throw invalidBundle(`the code of ${JSON.stringify(name)} is not in it`);
  const file = fileOf(own.file);
  if (languageOf(file) === "python") {
    const root = path.join(path.dirname(fileOf(RESOLVED_FILE)), "code", name);
    await mkdir(path.join(root, ROOT_MARK), { recursive: true });
    await use(".venv", known, root);
  }
  return { ...backtest, strategy: { ...strategy, path: file } };
}
