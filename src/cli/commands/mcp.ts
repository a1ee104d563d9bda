import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid mcp` */
export function addMcpCommand(program: Command): void {
  program
    .command("mcp")
    .description("answer a language model on stdin and stdout (Model Context Protocol); reads only")
    .option("--allow-start", "also lets it start and cancel runs")
    .addHelpText(
      "after",
      examples(
        ["claude mcp add nightgrid -- npx nightgrid mcp", "in the project's folder"],
        ["nightgrid mcp --allow-start", "runs may be started and cancelled, as the audit will tell"],
      ),
    )
    .action(async (options: { readonly allowStart?: true }) =>
      (await import("../actions/mcp.ts")).mcp(options.allowStart === true, commandContext({})),
    );
}
