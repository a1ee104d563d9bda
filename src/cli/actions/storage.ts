import { storageJson } from "../../contract/json/upkeep/storage-json.ts";
import { readStorage, storageFolders } from "../../runs/query/upkeep/storage.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { storageLines } from "../views/upkeep/storage-view.ts";

export interface StorageOptions {
  readonly depot: boolean;
}

/** `nightgrid storage` */
export async function showStorage({ depot: listsDepot }: StorageOptions, context: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "look");
  const { database, depot } = project.deps;
  const options = { folders: storageFolders(project.home), depot: depot?.depot ?? null, listsDepot };
  const storage = await readStorage(database, options);
  context.output.json("storage", storageJson(storage));
  for (const line of storageLines(storage)) context.output.print(line);
}
