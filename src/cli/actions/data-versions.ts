import { dataDiffJson, datasetVersionJson } from "../../contract/json/data/versions-json.ts";
import { compareVersions, listVersionsOf } from "../../runs/versions/compare-versions.ts";
import { listLastVersions } from "../../store/datasets/dataset-versions.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { diffLines, versionLines } from "../views/data/versions-view.ts";

/** `nightgrid data versions` */
export async function listDataVersions(dataset: string | undefined, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const versions = await (dataset === undefined ? listLastVersions(database) : listVersionsOf(dataset, { database }));
  output.json("dataset_versions", { versions: versions.map(datasetVersionJson) });
  if (versions.length === 0) output.print("There are no versions: the first run that reads data records one.");
  else for (const line of versionLines(versions)) output.print(line);
}

/** Symbols that are told one by one. */
const MOST_TOLD = { text: 20, json: 10_000 } as const;

/** `nightgrid data diff` */
export async function diffDataVersions(names: readonly [string, string], context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const compared = await compareVersions(names, project.deps, output.isJson ? MOST_TOLD.json : MOST_TOLD.text);
  output.json("data_diff", dataDiffJson(compared));
  for (const line of diffLines(compared)) output.print(line);
}
