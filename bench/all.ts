/**
 * Every bench in a process of its own, one after the other, and their figures as one Markdown table at the end.
 *
 *     npm run bench                        all of them, Python peers included
 *     npm run bench -- engine-sweep pbo    some of them
 *     npm run bench -- --no-peers          without Python
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { type Figure, figureTable } from "./support/figure.ts";
import { describeMachine } from "./support/measure.ts";

const options = process.argv.slice(2).filter((argument) => argument.startsWith("--"));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== path.basename(import.meta.filename))
  .map((file) => path.basename(file, ".ts"));
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(", ")}; there are ${all.join(", ")}`);

const machine = describeMachine();
const figures: Figure[] = [];
const failed: string[] = [];
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`\n# ${name}`);
  const bench = fork(path.join(import.meta.dirname, `${name}.ts`), options);
  bench.on("message", (figure) => figures.push(figure as Figure));
  const [code] = await once(bench, "exit");
  if (code !== 0) failed.push(name);
}

console.log(`\nFirst: ${machine}\nLast:  ${describeMachine()}\n`);
for (const line of figureTable(figures)) console.log(line);
if (failed.length > 0) {
  console.log(`\nFailed, so without figures: ${failed.join(", ")}`);
  process.exitCode = 1;
}
