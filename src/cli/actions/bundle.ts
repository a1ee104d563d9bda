import { type FileHandle, stat } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import path from "node:path";
import type { Project } from "../../app/project.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import { textTable } from "../../core/text/text-table.ts";
import { removeLeftovers, writeWholeWith } from "../../files/write-whole.ts";
import { createZipWriter } from "../../files/zip/write-zip.ts";
import type { BundleManifest } from "../../runs/bundle/bundle-manifest.ts";
import { type BundleDeps, bundleRun } from "../../runs/bundle/bundle-run.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { whileHeld } from "../../store/retention/hold-run.ts";
import { packageVersion } from "../../worker/package-version.ts";
import type { CommandContext } from "../command-context.ts";
import { stopOnInterrupt } from "../interrupts/stop-on-interrupt.ts";
import { openCommandProject } from "../project/open-project.ts";
import { createPackProgress } from "../terminal/pack-progress.ts";

export interface BundleOptions {
  readonly output?: string;
  readonly data: boolean;
  readonly best?: number;
  readonly force?: boolean;
  readonly json?: boolean;
}

const BEST = 5;

export function bundle(name: string, options: BundleOptions, context: CommandContext): Promise<void> {
  return stopOnInterrupt((signal) => bundleUntil(signal, { name, options }, context));
}

async function bundleUntil(
  signal: AbortSignal,
  { name, options }: { readonly name: string; readonly options: BundleOptions },
  context: CommandContext,
): Promise<void> {
  const { output, cwd, env, home } = context;
  await using project = await openCommandProject(context, "look");
  const runId = await retryUntilConnected(() => findRun(project.deps.database, name), project.patience);
  const file = path.resolve(cwd, options.output ?? `${runId}.zip`);
  await refuseToOverwrite(file, options.force ?? false);
  await removeLeftovers(file);
  const progress = createPackProgress(process.stderr);
  const tell: BundleDeps["tell"] = (news) => {
    signal.throwIfAborted();
    progress.update(news);
  };
  const bundled = (handle: FileHandle) => packRun(handle, { runId, options, tell }, { project, home, env });
  const [size, manifest] = await whileHeld(project.deps.database, runId, () => writeWholeWith(file, bundled)).finally(
    () => progress.finish(),
  );
  const { backtests, files, left_out: leftOut } = manifest;
  output.json("bundle", {
    run_id: runId,
    file,
    bytes: size,
    files,
    left_out: leftOut,
    backtests: backtests.map((one) => ({ backtest: one.name, cells: one.cells.done, no_replay: one.no_replay })),
  });
  const rows = files.map((one) => [one.path, one.bytes.toLocaleString("en-US")]);
  for (const line of textTable([["file", "bytes"], ...rows], { leftColumns: [0] })) output.print(line);
  output.print(`\n${file}: ${size.toLocaleString("en-US")} bytes, ${files.length + 1} files of run ${runId}`);
  for (const { what, why } of leftOut) output.print(output.colors.yellow(`Left out: ${what}: ${why}`));
  for (const { name: backtest, no_replay: why } of backtests) {
    if (why !== null) output.print(output.colors.yellow(`${backtest} cannot be computed again from it: ${why}`));
  }
}

async function packRun(
  handle: FileHandle,
  asked: { readonly runId: RunId; readonly options: BundleOptions; readonly tell: BundleDeps["tell"] },
  { project, home, env }: Pick<CommandContext, "home" | "env"> & { readonly project: Project },
): Promise<readonly [number, BundleManifest]> {
  const { runId, options, tell } = asked;
  const zip = createZipWriter(handle);
  const request = { runId, withoutData: !options.data, best: options.best ?? BEST };
  const facts = { version: packageVersion(), environment: environment() };
  const manifest = await bundleRun(zip, request, { run: project.deps, home, env, ...facts, tell });
  return [await zip.finish(), manifest];
}

async function refuseToOverwrite(file: string, isForced: boolean): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null || (isForced && found.isFile())) return;
  throw new AppError("USAGE", `${file} is there already`, {
    hint: found.isFile() ? "Name another file, or write over it with --force." : "Name a file.",
  });
}

/** The same on the same machine: nothing in it moves. */
function environment(): Readonly<Record<string, unknown>> {
  return {
    nightgrid: packageVersion(),
    node: process.version,
    v8: process.versions.v8,
    platform: platform(),
    arch: arch(),
    cpu: cpus()[0]?.model ?? null,
    cores: cpus().length,
  };
}
