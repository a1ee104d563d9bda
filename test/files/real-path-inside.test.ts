import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { realPathInside } from "../../src/files/real-path-inside.ts";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "nightgrid-inside-")));
const project = path.join(folder, "project");
mkdirSync(path.join(project, "dags"), { recursive: true });
writeFileSync(path.join(folder, "secret.csv"), "");
writeFileSync(path.join(project, "..data.csv"), "");
symlinkSync(path.join(folder, "secret.csv"), path.join(project, "dags/link.csv"));
symlinkSync(folder, path.join(project, "up"));
symlinkSync(project, path.join(folder, "alias"));
mkdirSync(path.join(folder, "project-2"));
writeFileSync(path.join(folder, "project-2/x.csv"), "");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("FAULTS 8.8: paths that leave the project", () => {
  it("gives the real path of what is inside, the folder itself included", async () => {
    expect(await realPathInside(project, path.join(project, "..data.csv"))).toBe(path.join(project, "..data.csv"));
    expect(await realPathInside(project, project)).toBe(project);
    expect(await realPathInside(path.join(folder, "alias"), path.join(project, "..data.csv"))).toBe(
      path.join(project, "..data.csv"),
    );
  });

  it("gives null for what leaves it by dots, by a link or by a folder whose name only begins alike", async () => {
    for (const way of ["../secret.csv", "dags/link.csv", "up/secret.csv", "../project-2/x.csv", ".."]) {
      expect(await realPathInside(project, path.join(project, way)), way).toBeNull();
    }
  });

  it("says that a missing file is missing, and has nothing inside a missing folder", async () => {
    await expect(realPathInside(project, path.join(project, "none"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    expect(await realPathInside(path.join(folder, "none"), project)).toBeNull();
  });
});
