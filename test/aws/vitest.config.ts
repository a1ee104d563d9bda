import { defineConfig } from "vitest/config";

/** `npm run test:aws`: what is not in every run of the tests, since it needs Python and fetches moto. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/aws/**/*.parity.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
