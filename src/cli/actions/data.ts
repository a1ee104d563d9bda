import path from "node:path";
import { EXIT } from "../../contract/exit-codes.ts";
import { dataCheckJson } from "../../contract/json/data/data-check-json.ts";
import { checkFile } from "../../data/files/check-file.ts";
import type { CommandContext } from "../command-context.ts";
import { dataCheckLines } from "../views/data/data-check-view.ts";

export async function checkDataFile(file: string, { cwd, output }: CommandContext): Promise<void> {
  const symbol = path
    .basename(file)
    .replace(/\.(gz|zip)$/i, "")
    .replace(/\.\w+$/, "");
  const check = dataCheckJson(await checkFile(path.resolve(cwd, file), symbol), file);
  output.json("data_check", check);
  for (const line of dataCheckLines(check, output.colors)) output.print(line);
  if (check.problem !== null || check.certainty === "unclear") process.exitCode = EXIT.invalid;
}
