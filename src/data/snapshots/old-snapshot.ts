import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { Bars } from "../../engine/bars.ts";
import { barsOver, byteLengthOf, bytesOf, layoutOf } from "../bars/allocate-bars.ts";
import type { LoadedSnapshot, Snapshot } from "../dataset.ts";

/** Of snapshots from before there were chunks: all bars in one file. */
export const OLD_FORMAT = 1;
const BARS_FILE = "bars.bin";

/** `manifest.json` of such a snapshot's folder. */
interface OldManifest extends Snapshot {
  readonly format: typeof OLD_FORMAT;
  readonly dataset: string;
}

/**
 * A snapshot as versions before 0.3 wrote it: runs are pinned to them. Nothing is parsed: the bars are the file's bytes, in
 * shared memory.
 *
 * @throws AppError DATASET_INVALID when its bytes are not those that it was named by
 */
export async function openOldSnapshot(folder: string, id: SnapshotId, text: string): Promise<LoadedSnapshot> {
  const { format: _, dataset, ...manifest } = JSON.parse(text) as OldManifest;
  const buffer = await readShared(path.join(folder, BARS_FILE));
  const bars = splitBars(manifest, buffer);
  if (bars === null || oldContentId({ ...manifest, dataset }, bars) !== id) {
    throw new AppError("DATASET_INVALID", `Snapshot ${folder} is damaged: its content is not what it is named by`, {
      hint: "Delete that folder; the next run makes it again from the source.",
    });
  }
  return { snapshot: { ...manifest, id }, bars };
}

/** SHA-256 over the facts and every byte of the bars. */
export function oldContentId(
  { dataset, timeframe, barsPerYear }: Pick<OldManifest, "dataset" | "timeframe" | "barsPerYear">,
  bars: readonly Bars[],
): string {
  const named = { format: OLD_FORMAT, dataset, timeframe, barsPerYear, symbols: bars.map(layoutOf) };
  const hash = createHash("sha256").update(canonicalJson(named));
  for (const bytes of bars.flatMap(bytesOf)) hash.update(bytes);
  return hash.digest("hex");
}

function splitBars({ symbols }: Snapshot, buffer: SharedArrayBuffer): readonly Bars[] | null {
  const wanted = symbols.reduce((sum, layout) => sum + byteLengthOf(layout), 0);
  if (wanted !== buffer.byteLength) return null;
  let offset = 0;
  return symbols.map((layout) => {
    const found = barsOver(layout, buffer, offset);
    offset += byteLengthOf(layout);
    return found;
  });
}

async function readShared(file: string): Promise<SharedArrayBuffer> {
  await using handle = await open(file, "r");
  const { size } = await handle.stat();
  const buffer = new SharedArrayBuffer(size);
  const bytes = new Uint8Array(buffer);
  let offset = 0;
  while (offset < size) {
    const { bytesRead } = await handle.read(bytes, offset, size - offset);
    if (bytesRead === 0) break;
    offset += bytesRead;
  }
  return buffer;
}
