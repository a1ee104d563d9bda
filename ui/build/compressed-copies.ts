import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|html|svg|json)$/;

/** Below this a copy saves less than the lookup of it costs. */
const SMALLEST_BYTES = 1024;

/** Writes `.br` and `.gz` beside each file of text, so that the server compresses nothing itself. */
export function compressedCopies(): Plugin {
  return {
    name: "nightgrid:compressed-copies",
    // Tests build, too, and would wait for copies that nobody reads.
    apply: (_, { command, mode }) => command === "build" && mode !== "test",
    writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((file) => TEXT.test(file))) {
        const content = readFileSync(path.join(dir, name));
        if (content.length < SMALLEST_BYTES) continue;
        writeFileSync(path.join(dir, `${name}.br`), brotliCompressSync(content));
        writeFileSync(path.join(dir, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}
