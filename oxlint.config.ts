import { defineConfig, type OxlintOverride } from "oxlint";
import { FOLDERS, forbiddenFor, PACKAGE_OWNERS } from "./layers.ts";

const layerRules = FOLDERS.map(
  (folder): OxlintOverride => ({
    files: [`src/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: forbiddenFor(folder).flatMap((other) =>
                [1, 2, 3, 4].map((up) => `${"../".repeat(up)}${other}/**`),
              ),
              message: `"${folder}" imports only folders of a lower layer (see layers.ts).`,
            },
          ],
          paths: Object.entries(PACKAGE_OWNERS)
            .filter(([, owners]) => !owners.includes(folder))
            .map(([name, owners]) => ({
              name,
              message: `Only src/${owners.join(", src/")} imports ${name} (see layers.ts).`,
            })),
        },
      ],
    },
  }),
);

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "node"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true },
  ignorePatterns: ["dist/**", "node_modules/**", "schema/**"],
  rules: {
    "max-depth": ["error", 4],
    "max-params": ["error", 4],
    "max-lines": ["error", { max: 300 }],
    "no-barrel-file": "off",
    "import/no-default-export": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/ban-ts-comment": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: false }],
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-unsafe-type-assertion": "off",
    "no-await-in-loop": "off",
    "oxc/no-map-spread": "off",
    "import/no-named-as-default-member": "off",
    "typescript/consistent-return": "off",
    "no-console": "error",
    "no-underscore-dangle": "off",
    "no-shadow": "off",
    // A rule for windows of a browser; ours are threads.
    "unicorn/require-post-message-target-origin": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "import/no-unassigned-import": "off",
    "promise/always-return": "off",
  },
  overrides: [
    ...layerRules,
    {
      files: [
        "oxlint.config.ts",
        "vitest.config.ts",
        "ui/vite.config.ts",
        "dags/**/*.ts",
        "examples/strategies/*.ts",
        "templates/**/*.ts",
        "test/**/fixtures/**",
      ],
      rules: { "import/no-default-export": "off" },
    },
    { files: ["bench/**", "test/**", "scripts/**", "bin/**", "examples/**"], rules: { "no-console": "off" } },
    { files: ["test/**"], rules: { "unicorn/consistent-function-scoping": "off" } },
  ],
});
