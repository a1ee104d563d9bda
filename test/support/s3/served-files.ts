import { rmSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { GRID, prices } from "../../api/support/dags.ts";
import { createTestApi, type TestApi } from "../../api/support/test-api.ts";

/** What a service gives of a file that another host wrote, whichever server has the bucket. @param open settings of a depot */
export function servedFiles(open: () => Promise<Readonly<Record<string, string>>>): void {
  it("serves files of another host from the bucket, whole and by range", { timeout: 120_000 }, async () => {
    const api: TestApi = await createTestApi(await open());
    api.write("prices.csv", prices(90));
    api.write("dags/grid.yaml", GRID);
    const { body } = await api.post("/api/v1/dags/grid/runs");
    {
      await using _worker = await api.worker();
      await api.ended(body.run_id);
    }
    const address = `/api/v1/runs/${body.run_id}/artifacts/tearsheet.html`;
    const whole = await api.get(address);
    expect(whole.status).toBe(200);
    // As on a host that has none of it.
    rmSync(path.join(api.home, "results"), { recursive: true });
    const bytes = Buffer.from(whole.text);
    const part = await api.get(address, { range: "bytes=100-299" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 100-299/${bytes.length}`);
    expect(part.text).toBe(bytes.subarray(100, 300).toString());
    const tail = await api.get(address, { range: "bytes=-50" });
    expect(tail.text).toBe(bytes.subarray(-50).toString());
    expect((await api.get(address)).text).toBe(whole.text);
    const stored = await api.get("/api/v1/storage?depot=true");
    expect(stored.body.depot).toMatchObject({
      run_bytes: bytes.length,
      found: { runs: { files: 1, bytes: bytes.length }, data: { files: expect.any(Number) } },
    });
    expect(stored.body.depot.found.data.files).toBeGreaterThan(1);
  });
}
