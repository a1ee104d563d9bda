import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { tryLock } from "../../src/store/embedded/supervisor/supervisor-lock.ts";
import { newHome } from "../support/servers/embedded.ts";

it("is held by one, and free again when it is let go", () => {
  const file = path.join(newHome(), "lock");
  const held = tryLock(file);
  expect(held).not.toBeNull();
  expect(tryLock(file)).toBeNull();
  held?.[Symbol.dispose]();
  expect(tryLock(file)).not.toBeNull();
});

it("is free again when its holder is killed", async () => {
  const file = path.join(newHome(), "lock");
  const module = path.resolve(import.meta.dirname, "../../src/store/embedded/supervisor/supervisor-lock.ts");
  const script = `import { tryLock } from ${JSON.stringify(module)};
    globalThis.lock = tryLock(process.argv[1]);
    process.stdout.write("held");
    process.stdin.resume();`;
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", script, file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  expect(tryLock(file)).toBeNull();
  holder.kill("SIGKILL");
  await vi.waitFor(() => expect(tryLock(file)).not.toBeNull());
});
