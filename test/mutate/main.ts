/**
 * Changes single lines of the orchestration, in a copy of the clone, and tells which changes no test notices.
 *
 *     npm run mutate -- --sample 60 --seed 8              60 of all mutations
 *     npm run mutate -- --sample 40 --only sql            of the SQL alone
 *     npm run mutate -- --file src/store/outbox.ts        all of one file
 *     npm run mutate -- --list --file src/store/outbox.ts without trying them
 *
 * Exit code 1 when one survived.
 */
import { appendFileSync, cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { EQUIVALENT } from "./equivalent.ts";
import type { Mutation } from "./mutation.ts";
import { mutationsOf } from "./mutations-of.ts";
import { sampleOf } from "./sample-of.ts";
import { tryMutant, type Verdict, VERDICTS } from "./try-mutant.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PLACES = ["src/runs/**/*.ts", "src/store/**/*.ts", "src/worker/**/*.ts", "src/core/names/**/*.ts"];
const NOT_COPIED = new Set(["node_modules", ".git", ".nightgrid", "results", "dist"]);

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    file: { type: "string", multiple: true, default: PLACES },
    skip: { type: "string", default: "0" },
    list: { type: "boolean", default: false },
    /** Gets a line of JSON for each mutant, as soon as it is decided. */
    out: { type: "string" },
  },
});

function excerpt(text: string): string {
  return JSON.stringify(text.replaceAll(/\s+/g, " ").trim().slice(0, 70));
}

/** Without the line, which moves with every change above it. */
function nameOf({ file, kind, start, end, replacement }: Mutation): string {
  const before = (sources.get(file) ?? "").slice(start, end);
  return `${file}  ${kind}: ${excerpt(before)} → ${excerpt(replacement)}`;
}

function makeCopy(): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), "nightgrid-mutate-"));
  cpSync(ROOT, copy, { recursive: true, filter: (from) => !NOT_COPIED.has(path.relative(ROOT, from)) });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

const files = globSync(values.file, { cwd: ROOT }).toSorted();
const sources = new Map(files.map((file) => [file, readFileSync(path.join(ROOT, file), "utf8")]));
const all = [...sources]
  .flatMap(([file, source]) => mutationsOf(file, source))
  .filter(({ language }) => values.only === undefined || language === values.only);
const wanted = sampleOf(all, Number(values.sample ?? all.length), Number(values.seed)).slice(Number(values.skip));
console.log(`${wanted.length} of ${all.length} mutations in ${files.length} files, seed ${values.seed}`);
if (values.list) {
  for (const mutation of wanted) console.log(`${mutation.line}: ${nameOf(mutation)}`);
  process.exit();
}

const copy = makeCopy();
const counts = new Map<Verdict | "equivalent", number>();
try {
  for (const mutation of wanted) {
    const began = performance.now();
    const said = nameOf(mutation);
    const verdict = await tryMutant(mutation, copy);
    const reason = verdict === "survived" ? EQUIVALENT[said] : undefined;
    const told = reason === undefined ? verdict : "equivalent";
    counts.set(told, (counts.get(told) ?? 0) + 1);
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`${told.padEnd(10)} line ${mutation.line} of ${said}  (${seconds} s)`);
    if (values.out !== undefined)
      appendFileSync(values.out, `${JSON.stringify({ verdict: told, said, ...mutation })}\n`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log([...VERDICTS, "equivalent" as const].map((verdict) => `${verdict} ${counts.get(verdict) ?? 0}`).join(", "));
if (counts.has("survived")) process.exitCode = 1;
