import type { PreviewedPart, StudyPreview } from "../../../runs/study/preview-studies.ts";
import type { PlannedStudiesJson } from "../../schemas/study/planned-studies-schema.ts";

/** What the studies of a backtest would measure. */
export function plannedStudiesJson({ walkForward, cpcv }: StudyPreview): PlannedStudiesJson {
  return {
    walk_forward:
      walkForward === null
        ? null
        : {
            windows: walkForward.windows.map(({ inSample, outOfSample }) => ({
              in_sample: partJson(inSample),
              out_of_sample: partJson(outOfSample),
            })),
            gap: walkForward.gap,
            ...cellsJson(walkForward),
          },
    cpcv:
      cpcv === null
        ? null
        : {
            groups: cpcv.groups,
            test: cpcv.test,
            returns: cpcv.returns,
            splits: cpcv.splits,
            paths: cpcv.paths,
            ...cellsJson(cpcv),
          },
  };
}

function cellsJson({ cells, cached, estimateMs }: NonNullable<StudyPreview["walkForward" | "cpcv"]>) {
  return {
    cells,
    cached,
    to_compute: cells - cached,
    estimate_ms: estimateMs === null ? null : Math.round(estimateMs),
  };
}

function partJson({ start, end, bars }: PreviewedPart) {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString(), bars };
}
