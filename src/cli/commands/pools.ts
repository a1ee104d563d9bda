import type { Command } from "commander";
import type { SetPoolOptions } from "../actions/pools.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid pools list|set|remove` */
export function addPoolsCommand(program: Command): void {
  const pools = program.command("pools").description("pools: how much may run at a time of what DAG files name");
  pools.addHelpText(
    "after",
    examples(
      ["nightgrid pools list", "what is taken, and what waits"],
      ["nightgrid pools set gpu --slots 2 --memory 16GB", "two at a time, together at most 16 GB"],
      ["nightgrid pools set low --slots 4", "the queue of all runs with priority: low"],
      ["nightgrid pools remove gpu", "no DAG may name it any more"],
    ),
  );
  pools
    .command("list")
    .description("list the pools, what is taken of them, and what waits")
    .option("--json", "one JSON document")
    .action(async (options) => (await import("../actions/pools.ts")).showPools(commandContext(options)));
  pools
    .command("set")
    .description("make a pool, or change its size; what runs in it goes on")
    .argument("<name>", "of the pool; high, normal and low are the queues of these priorities")
    .requiredOption("--slots <n>", "attempts at a time; 0 holds everything back", wholeNumber("--slots"))
    .option("--memory <size>", "memory that they take together, such as 16GB")
    .option("--json", "one JSON document")
    .action(async (name: string, options: SetPoolOptions & { json?: boolean }) =>
      (await import("../actions/pools.ts")).changePool(name, options, commandContext(options)),
    );
  pools
    .command("remove")
    .description("remove a pool that no run needs, or the limit of a queue")
    .argument("<name>", "as the list has it")
    .option("--json", "one JSON document")
    .action(async (name: string, options) =>
      (await import("../actions/pools.ts")).dropPool(name, commandContext(options)),
    );
}
