import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PROFILES } from "../../../src/engine/profiles/registry.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Of the sources, where a profile's name stands as a value; comments and sentences may speak of it. */
function filesNaming(profile: string): readonly string[] {
  const sources = globSync(["src/**/*.ts", "src/**/*.tsx"], { cwd: ROOT });
  return sources.filter((file) => readFileSync(path.join(ROOT, file), "utf8").includes(`"${profile}"`));
}

describe("a profile is one file and one line of the registry", () => {
  it.each(PROFILES)("%s is named by its own file and what is beside it alone", (profile) => {
    const own = `src/engine/profiles/${profile.replace(".", "-")}`;
    const naming = filesNaming(profile);
    expect(naming).toContain(`${own}.ts`);
    expect(naming.filter((file) => file !== `${own}.ts` && !file.startsWith(`${own}/`))).toEqual([]);
  });
});
