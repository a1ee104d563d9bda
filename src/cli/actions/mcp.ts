import { readFileSync } from "node:fs";
import { openDagFolder } from "../../app/dags/open-dag-folder.ts";
import { createSweepReader } from "../../runs/query/sweep/sweep-reader.ts";
import type { CommandContext } from "../command-context.ts";
import { serveMcp } from "../mcp/mcp-server.ts";
import { CELL_TOOLS } from "../mcp/tools/cell-tools.ts";
import { DAG_TOOLS } from "../mcp/tools/dag-tools.ts";
import { PRICE_TOOLS } from "../mcp/tools/price-tools.ts";
import { EXPLAIN_TOOL } from "../mcp/tools/explain-tool.ts";
import { RUN_TOOLS } from "../mcp/tools/run-tools.ts";
import { START_TOOLS } from "../mcp/tools/start-tools.ts";
import { openCommandProject } from "../project/open-project.ts";

const READ_TOOLS = [...DAG_TOOLS, ...RUN_TOOLS, ...CELL_TOOLS, ...PRICE_TOOLS, EXPLAIN_TOOL];

/** `nightgrid mcp`: stdout is the protocol's alone. */
export async function mcp(mayStart: boolean, context: CommandContext): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  await using project = await openCommandProject(context, mayStart ? "work" : "look");
  const dags = openDagFolder(context);
  await serveMcp(process.stdin, {
    tools: mayStart ? [...READ_TOOLS, ...START_TOOLS] : READ_TOOLS,
    deps: { project, readDags: () => dags.read(), sweeps: createSweepReader(project.deps.database) },
    version,
    write: (line) => void process.stdout.write(`${line}\n`),
  });
}
