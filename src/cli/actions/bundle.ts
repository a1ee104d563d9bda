import { stat } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { textTable } from "../../core/text/text-table.ts";
import { removeLeftovers, writeWholeWith } from "../../files/write-whole.ts";
import { createZipWriter } from "../../files/zip/write-zip.ts";
import { bundleRun } from "../../runs/bundle/bundle-run.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
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
  const [size, manifest] = await writeWholeWith(file, async (handle) => {
    const zip = createZipWriter(handle);
    const bundled = await bundleRun(
      zip,
      { runId, withoutData: !options.data, best: options.best ?? BEST },
      {
        run: project.deps,
        home,
        env,
        version: packageVersion(),
        environment: environment(),
        tell: (news) => {
          signal.throwIfAborted();
          progress.update(news);
        },
      },
    );
    return [await zip.finish(), bundled] as const;
  }).finally(() => progress.finish());
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
