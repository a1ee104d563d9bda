import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { sha256 } from "../../src/core/values/hash.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-full-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a process says that fetches a file, and may write files of so many blocks of 1024 bytes. */
function fetching(blocks: string): string {
  const bytes = Buffer.alloc(300_000, 7);
  const depot = mkdtempSync(path.join(folder, "depot-"));
  writeFileSync(path.join(depot, "x"), bytes);
  const program = `
    import { folderDepot } from ${JSON.stringify(path.resolve("src/depot/folder-depot.ts"))};
    import { depotCache } from ${JSON.stringify(path.resolve("src/depot/depot-cache.ts"))};
    const cache = depotCache(folderDepot(${JSON.stringify(depot)}), ${JSON.stringify(path.join(folder, "cache"))}, 1e9);
    const found = await cache.fetch("x", { sha256: "${sha256(bytes)}", bytes: ${bytes.length} }).catch((error) => error);
    console.log(JSON.stringify(typeof found === "string" ? "fetched" : { code: found?.code, message: found?.message }));`;
  const file = path.join(folder, "fetch.mjs");
  writeFileSync(file, program);
  const said = spawnSync("bash", ["-c", `ulimit -f ${blocks}; exec "$0" "$1"`, process.execPath, file], {
    encoding: "utf8",
  });
  return said.stdout.trim() || said.stderr;
}

it("leaves no half of a file that does not fit, says so, and fetches it when there is room", () => {
  expect(JSON.parse(fetching("100"))).toEqual({
    code: "DISK_FULL",
    message: `No space left in ${path.join(folder, "cache")}`,
  });
  expect(readdirSync(path.join(folder, "cache"))).toEqual([]);
  expect(fetching("unlimited")).toBe(`"fetched"`);
  expect(readdirSync(path.join(folder, "cache"))).toHaveLength(1);
});
