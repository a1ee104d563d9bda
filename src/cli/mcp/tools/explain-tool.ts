import { readFile } from "node:fs/promises";
import { ERROR_OUTCOMES } from "../../../contract/error-outcomes.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { ERROR_CODES } from "../../../core/errors/error-codes.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import { needed } from "../arguments.ts";
import { tool } from "../tool.ts";

const PAGE = new URL("../../../../docs/errors.md", import.meta.url);

export const EXPLAIN_TOOL = tool({
  name: "explain_error",
  description: "What an error code of Nightgrid means and what to do about it.",
  takes: { code: needed("text", "such as DAG_INVALID, as errors and runs have it") },
  answer: async ({ code: given }) => {
    const code = ERROR_CODES.find((name) => name === given.toUpperCase());
    if (code === undefined) {
      throw new AppError("USAGE", `There is no error code "${given}".`, {
        hint: suggestName(given.toUpperCase(), ERROR_CODES, { otherwise: "Codes are such as RUN_NOT_FOUND." }),
      });
    }
    const page = await readFile(PAGE, "utf8");
    const [, after = ""] = page.split(`\n### ${code}\n`);
    const [text = ""] = after.split("\n### ");
    return { facts: { code, exit_code: ERROR_OUTCOMES[code].exit, meaning: text.trim() } };
  },
});
