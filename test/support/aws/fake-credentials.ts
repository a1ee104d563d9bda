import { afterAll, beforeAll } from "vitest";

const NAMES = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_EC2_METADATA_DISABLED", "AWS_CONFIG_FILE"] as const;
export const FAKE_KEY = "AKIAFAKEFAKEFAKEFAKE";

/** For all tests of the file: credentials of nobody, and no others of this host. */
export function useFakeCredentials(): void {
  const before = new Map(NAMES.map((name) => [name, process.env[name]]));
  beforeAll(() => {
    process.env["AWS_ACCESS_KEY_ID"] = FAKE_KEY;
    process.env["AWS_SECRET_ACCESS_KEY"] = "fake";
    process.env["AWS_EC2_METADATA_DISABLED"] = "true";
    process.env["AWS_CONFIG_FILE"] = "/dev/null";
  });
  afterAll(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
