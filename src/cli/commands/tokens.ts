import type { Command } from "commander";
import type { TokenOptions } from "../actions/tokens.ts";
import { commandContext, examples } from "../command-context.ts";
import { type ActOptions, addActOptions } from "../options/act-options.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid tokens create|list|revoke` */
export function addTokensCommand(program: Command): void {
  const tokens = program.command("tokens").description("tokens: how programs are known to the service");
  tokens.addHelpText(
    "after",
    examples(
      ["nightgrid tokens create --role viewer --name grafana", "prints it, this once"],
      ["nightgrid tokens create --role operator --name ci --dag nightly_sp500", "for one DAG alone"],
      ["nightgrid tokens revoke 4f6b1f3e", "by the characters after ng_"],
    ),
  );
  addActOptions(tokens.command("create").description("make a token and print it"))
    .requiredOption("--name <name>", "what it is for")
    .option("--role <role>", "viewer, operator or admin", "viewer")
    .option("--dag <id...>", "limits it to these DAGs")
    .option("--days <n>", "how long it lives, at most 366", wholeNumber("--days"), 90)
    .option("--user <name>", "the account that it belongs to, and ends with; it may never more than that one")
    .option("--json", "one JSON document")
    .action(async (options: TokenOptions & { json?: boolean }) =>
      (await import("../actions/tokens.ts")).newToken(options, commandContext(options)),
    );
  tokens
    .command("list")
    .description("list the tokens, those that are over too")
    .option("--json", "one JSON document")
    .action(async (options) => (await import("../actions/tokens.ts")).showTokens(commandContext(options)));
  addActOptions(tokens.command("revoke").description("end a token").argument("<prefix>", "the characters after ng_"))
    .option("--json", "one JSON document")
    .action(async (prefix: string, options: ActOptions & { json?: boolean }) =>
      (await import("../actions/tokens.ts")).dropToken(prefix, options, commandContext(options)),
    );
}
