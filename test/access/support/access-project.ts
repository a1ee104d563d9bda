import { BlockList } from "node:net";
import { afterAll, beforeAll } from "vitest";
import type { AccessDeps } from "../../../src/access/access-deps.ts";
import type { AccessSettings } from "../../../src/access/access-settings.ts";
import type { Act } from "../../../src/core/names/audit.ts";
import type { Logger } from "../../../src/core/log.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const HOUR_MS = 3_600_000;

export const PLAIN_SETTINGS: AccessSettings = {
  sessions: { idleMs: 12 * HOUR_MS, absoluteMs: 168 * HOUR_MS },
  publicUrl: null,
  isLoopback: true,
  trusted: new BlockList(),
  proxy: null,
  oidc: null,
  isDevLogin: false,
};

/** Loopback is where the proxy is. */
export const TRUSTED = new BlockList();
TRUSTED.addAddress("127.0.0.1");

export const BEHIND_PROXY: NonNullable<AccessSettings["proxy"]> = {
  header: "x-forwarded-user",
  groupsHeader: "x-forwarded-groups",
  roles: new Map([
    ["quants", "operator"],
    ["leads", "admin"],
    ["*", "viewer"],
  ]),
};

export const PROVIDER: NonNullable<AccessSettings["oidc"]> = {
  issuer: new URL("https://id.example.com"),
  clientId: "nightgrid",
  clientSecret: "a secret of the client",
  groupsClaim: "groups",
  scope: "openid profile email",
  roles: new Map([
    ["quants", "operator"],
    ["leads", "admin"],
  ]),
};

export const CLI_ACT: Act = { by: "tester", origin: "cli", reason: null };
export const GOOD_PASSWORD = "copper lantern drifts 94";

export interface AccessProject {
  readonly database: TestDatabase;
  /** All that was logged. */
  readonly lines: string[];
  deps(changes?: Partial<AccessSettings>): AccessDeps;
  /** Of the audit, the oldest first. */
  acts(): Promise<readonly { action: string; by: string; target: string | null; how: string | null }[]>;
}

/** A database of its own for a test file. */
export function accessProject(): AccessProject {
  const lines: string[] = [];
  const write = (message: string, fields?: object): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log: Logger = { debug: write, info: write, warn: write, error: write };
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.close());
  const opened = (): TestDatabase => {
    if (database === undefined) throw new Error("The database is not there yet");
    return database;
  };
  return {
    get database() {
      return opened();
    },
    lines,
    deps: (changes = {}) => ({ database: opened().pool, settings: { ...PLAIN_SETTINGS, ...changes }, log }),
    async acts() {
      const { rows } = await opened().pool.query("select action, done_by as by, target, how from audit order by id");
      return rows;
    },
  };
}
