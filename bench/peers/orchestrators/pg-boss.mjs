// Tasks as jobs of pg-boss: it knows no graph, so a chain sends its next job, and a join counts.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, url, ...sizes] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/`));
const { default: PgBoss } = await import(pathToFileURL(require.resolve("pg-boss")));
const { version } = require("pg-boss/package.json");
const boss = new PgBoss({ connectionString: url });
boss.on("error", (error) => console.error(error));
await boss.start();

/** The shortest pause between two looks that it allows. */
const OFTEN = { pollingIntervalSeconds: 0.5, batchSize: 250 };

async function chain(length) {
  await boss.createQueue("chain");
  const { promise, resolve } = Promise.withResolvers();
  const worker = await boss.work("chain", OFTEN, async ([{ data }]) => {
    if (data.left === 0) resolve();
    else await boss.send("chain", { left: data.left - 1 });
  });
  const began = performance.now();
  await boss.send("chain", { left: length - 1 });
  await promise;
  const ms = performance.now() - began;
  await boss.offWork({ id: worker });
  return ms;
}

async function fan(width) {
  const queue = `fan_${width}`;
  await boss.createQueue(queue);
  const { promise, resolve } = Promise.withResolvers();
  let left = width;
  const workers = [];
  for (let index = 0; index < 4; index++) {
    workers.push(
      await boss.work(queue, OFTEN, async (jobs) => {
        left -= jobs.length;
        if (left === 0) resolve();
      }),
    );
  }
  const began = performance.now();
  await boss.insert(Array.from({ length: width }, (_, index) => ({ name: queue, data: { index } })));
  await promise;
  const ms = performance.now() - began;
  for (const id of workers) await boss.offWork({ id });
  return ms;
}

const [length, ...widths] = sizes.map(Number);
const times = { [`chain ${length}`]: await chain(length) };
for (const width of widths) {
  times[`fan ${width}`] = await fan(width);
  console.log(JSON.stringify({ name: `pg-boss ${version}`, times }));
}
await boss.stop({ graceful: false, wait: true });
process.exit(0);
