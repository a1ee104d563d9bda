// Tasks of a chain as steps of one durable workflow; those of a fan as workflows of their own, which one starts and awaits.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, url, ...sizes] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/`));
const { DBOS } = await import(pathToFileURL(require.resolve("@dbos-inc/dbos-sdk")));
const { version } = JSON.parse(readFileSync(`${folder}/node_modules/@dbos-inc/dbos-sdk/package.json`, "utf8"));

DBOS.setConfig({ name: "bench", systemDatabaseUrl: url, logLevel: "error" });
const noop = DBOS.registerWorkflow(async () => 1, { name: "noop" });
const chain = DBOS.registerWorkflow(
  async (length) => {
    for (let index = 0; index < length; index++) await DBOS.runStep(async () => 1, { name: "noop" });
  },
  { name: "chain" },
);
const fan = DBOS.registerWorkflow(
  async (width) => {
    const handles = [];
    for (let index = 0; index < width; index++) {
      handles.push(await DBOS.startWorkflow(noop)());
    }
    let sum = 0;
    for (const handle of handles) sum += await handle.getResult();
    if (sum !== width) throw new Error(`${sum} of ${width} tasks`);
  },
  { name: "fan" },
);
await DBOS.launch();

async function timed(workflow, size) {
  const began = performance.now();
  await (await DBOS.startWorkflow(workflow)(size)).getResult();
  return performance.now() - began;
}

const [length, ...widths] = sizes.map(Number);
const times = { [`chain ${length}`]: await timed(chain, length) };
for (const width of widths) {
  times[`fan ${width}`] = await timed(fan, width);
  console.log(JSON.stringify({ name: `DBOS ${version}`, times }));
}
await DBOS.shutdown();
process.exit(0);
