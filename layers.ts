/**
 * The one table of who may import whom. A folder of `src/` imports only folders
 * of a lower layer; folders of one layer never import each other.
 * `oxlint.config.ts` and `test/architecture.test.ts` both read it.
 */
export const LAYERS = {
  core: 0,
  engine: 1,
  analytics: 1,
  sandbox: 1,
  calendar: 1,
  depot: 1,
  files: 1,
  factory: 2,
  data: 2,
  executors: 2,
  callbacks: 2,
  alerts: 2,
  report: 2,
  store: 2,
  runs: 3,
  access: 3,
  contract: 4,
  tasks: 4,
  worker: 5,
  app: 6,
  api: 7,
  cli: 7,
} as const satisfies Record<string, number>;

export type Folder = keyof typeof LAYERS;

export const FOLDERS = Object.keys(LAYERS) as readonly Folder[];

/** Folders that `folder` must not import. */
export function forbiddenFor(folder: Folder): readonly Folder[] {
  return FOLDERS.filter((other) => other !== folder && LAYERS[other] >= LAYERS[folder]);
}

/** Packages that only one folder may import. */
export const PACKAGE_OWNERS: Readonly<Record<string, readonly Folder[]>> = {
  pg: ["store"],
  "graphile-worker": ["worker"],
  nodemailer: ["alerts"],
  "@slack/webhook": ["alerts"],
  commander: ["cli"],
  "@fastify/compress": ["api"],
  "@fastify/rate-limit": ["api"],
  "@duckdb/node-api": ["files"],
  "hyparquet-writer": ["files"],
  "apache-arrow": ["data"],
  "@aws-sdk/client-batch": ["executors"],
  "@aws-sdk/client-s3": ["depot"],
  fastify: ["api"],
  "openid-client": ["api"],
};
