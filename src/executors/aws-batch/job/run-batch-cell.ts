import path from "node:path";
import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import { sha256 } from "../../../core/values/hash.ts";
import { ENGINE_VERSION } from "../../../engine/backtest.ts";
import type { CellEngine } from "../../engine/cell-engine.ts";
import { engineColumns } from "../../engine/engine-columns.ts";
import type { StrategySource, SweepSetup } from "../../engine/sweep-setup.ts";
import type { CellColumns, CellLine } from "../../executor.ts";
import type { StrategyRunner } from "../../strategy-runner.ts";
import type { Depot } from "../../../depot/depot.ts";
import { batchDepot } from "../services.ts";
import { decodeBars } from "../files/bars-file.ts";
import { encodeColumns } from "../files/columns-file.ts";
import { cellsOfChild, decodeInput, type InputCell, type InputFile, type StrategyWork } from "../files/input-file.ts";
import { failureKey, manifestKey, tryKey } from "../files/keys.ts";
import { encodeManifest, type ManifestEntry } from "../files/manifest-file.ts";
import { type JobPlace, readJobPlace } from "./job-place.ts";
import { computeScriptCells } from "./script-cells.ts";

export interface BatchCellParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project's folder in the image. */
  readonly home: string;
  readonly engine: CellEngine;
  readonly strategies: Pick<StrategyRunner, "describe">;
  readonly onLine: (line: CellLine) => void;
  /** Longest time of one request to the bucket, in milliseconds. Default: two minutes, since bars may be large. */
  readonly requestTimeoutMs?: number;
}

const REQUEST_TIMEOUT_MS = 120_000;

/**
 * What a job of AWS Batch does: reads its share of the cells from the bucket, computes it with the engine of the image, and
 * writes what it has come to, the manifest last. Another try of the same child may have been first: then its manifest counts.
 *
 * @returns how many cells it has computed, and whether its result counts
 * @throws AppError USAGE outside of a job, RUN_INPUT_CHANGED when the image is not of the run's version
 */
export async function runBatchCell(
  parts: BatchCellParts,
): Promise<{ readonly cells: number; readonly isFirst: boolean }> {
  const place = readJobPlace(parts.env);
  const store = batchDepot({ ...place, requestTimeoutMs: parts.requestTimeoutMs ?? REQUEST_TIMEOUT_MS });
  try {
    return await compute(place, store, parts);
  } catch (error) {
    // For people: why it failed is told by AWS as an exit code alone.
    const told = Buffer.from(messageOf(error).slice(0, 2000));
    await store.put(failureKey(place.folder, place.index), told).catch(() => undefined);
    throw error;
  } finally {
    store.close();
  }
}

async function compute(place: JobPlace, store: Depot, parts: BatchCellParts) {
  const bytes = await store.get(place.inputKey);
  if (bytes === null) throw new AppError("USAGE", `There is no ${place.inputKey} in the bucket ${place.bucket}`);
  const input = decodeInput(bytes);
  const cells = cellsOfChild(input, place.index);
  const { work, runId } = input;
  const done =
    work.kind === "script"
      ? await computeScriptCells(cells, { work, runId, place, store, ...parts })
      : await computeStrategyCells(cells, { work, store, parts });
  return { cells: cells.length, isFirst: await write(done, { place, store, input }) };
}

interface Computed {
  readonly columns: CellColumns;
  /** That are in the bucket already. */
  readonly files: readonly ManifestEntry[];
}

async function computeStrategyCells(
  cells: readonly InputCell[],
  { work, store, parts }: { readonly work: StrategyWork; readonly store: Depot; readonly parts: BatchCellParts },
): Promise<Computed> {
  const setup = await setupOf(work, store, parts);
  const params = cells.map((cell) => cell.params);
  const result = await parts.engine.compute(setup, params, new AbortController().signal, { onLine: parts.onLine });
  return { columns: engineColumns(result), files: [] };
}

async function setupOf(
  { engine, setup, bars }: StrategyWork,
  store: Depot,
  { strategies, home }: BatchCellParts,
): Promise<SweepSetup> {
  if (engine !== ENGINE_VERSION) {
    throw changed(`engine ${ENGINE_VERSION}, and the run was planned with engine ${engine}`);
  }
  const strategy: StrategySource =
    setup.strategy.kind === "builtin"
      ? setup.strategy
      : { ...setup.strategy, path: path.resolve(home, setup.strategy.path) };
  const { codeHash } = await strategies.describe(strategy);
  if (codeHash !== setup.codeHash)
    throw changed("another version of the strategy's code than the run was planned with");
  const bytes = await store.get(bars.key);
  if (bytes === null)
    throw new AppError("RUN_INPUT_CHANGED", `There are no bars at ${bars.key} in the bucket any more`);
  return { ...setup, strategy, bars: decodeBars(bytes, bars.sha256) };
}

function changed(what: string): AppError {
  return new AppError("RUN_INPUT_CHANGED", `The image has ${what}`, {
    hint: "Build the image anew from the version that the workers have, and set its tag in the job definition.",
  });
}

async function write(
  { columns, files: others }: Computed,
  { place, store, input }: { readonly place: JobPlace; readonly store: Depot; readonly input: InputFile },
): Promise<boolean> {
  const { folder, index, tryId } = place;
  const key = tryKey(folder, index, tryId, "columns.json");
  const body = encodeColumns(columns);
  await store.put(key, body);
  // The columns first: they are what is collected.
  const files = [{ key, size: body.byteLength, sha256: sha256(body) }, ...others];
  return store.putNew(manifestKey(folder, index), encodeManifest({ version: 1, name: input.name, index, files }));
}
