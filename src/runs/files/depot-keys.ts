import type { RunId } from "../../core/names/ids.ts";
import type { ArtifactOwner } from "../../store/artifacts.ts";

/** The folder of a run, in `results/` of its project and in the depot. */
export function runFolder(runId: RunId): string {
  return `run_${runId}`;
}

/** Attempts count upwards: what an earlier one puts late never takes the place of what a later one has put. */
export function artifactKey({ runId, attemptId }: ArtifactOwner, name: string): string {
  return `${runFolder(runId)}/files/${attemptId}/${name}`;
}
