import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Unpacks with another program. @returns the folder */
export function unzip(file: string): string {
  const folder = mkdtempSync(path.join(path.dirname(file), "unzipped-"));
  execFileSync("python3", [
    "-c",
    "import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])",
    file,
    folder,
  ]);
  return folder;
}

/** Packs an archive anew with one file changed, by another program, as somebody would who knows how bundles are made. */
const REZIP = `
import hashlib, json, os, sys, zipfile
folder, target, name, fits = sys.argv[1:]
files = sorted(os.path.relpath(os.path.join(at, own), folder) for at, _, names in os.walk(folder) for own in names)
read = lambda own: open(os.path.join(folder, own), "rb").read()
manifest = json.loads(read("bundle.json"))
if fits == "yes":
    for entry in manifest["files"]:
        entry["bytes"], entry["sha256"] = len(read(entry["path"])), hashlib.sha256(read(entry["path"])).hexdigest()
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
    for own in files:
        packed.writestr(own, json.dumps(manifest) if own == "bundle.json" else read(own))
`;

/**
 * @param name a path in the archive; `data/<symbol>` for that symbol's prices, of which a byte is changed
 * @param change of its text
 * @returns absolute path of the new archive
 */
export function rezip(
  file: string,
  name: string,
  change: (text: string) => string,
  { hashes = true }: { readonly hashes?: boolean } = {},
): string {
  const folder = unzip(file);
  if (name.startsWith("data/")) replacePrices(folder, name.slice("data/".length));
  else writeFileSync(path.join(folder, name), change(readFileSync(path.join(folder, name), "utf8")));
  const target = path.join(mkdtempSync(path.join(path.dirname(file), "rezipped-")), "run.zip");
  execFileSync("python3", ["-c", REZIP, folder, target, name, hashes ? "yes" : "no"]);
  return target;
}

/** Those of the other symbol in their place: a sound file, of other prices. */
function replacePrices(folder: string, symbol: string): void {
  const manifest: {
    readonly snapshots: readonly { readonly prices: readonly { readonly symbol: string; readonly file: string }[] }[];
  } = JSON.parse(readFileSync(path.join(folder, "bundle.json"), "utf8"));
  const prices = manifest.snapshots.flatMap((snapshot) => snapshot.prices);
  const own = prices.find((one) => one.symbol === symbol)?.file ?? "";
  const other = prices.find((one) => one.symbol !== symbol)?.file ?? "";
  writeFileSync(path.join(folder, own), readFileSync(path.join(folder, other)));
}
