import { CellSchema, NoteSchema } from "../../../src/contract/schemas/cell-schema.ts";
import { AlertSchema } from "../../../src/contract/schemas/alerts-schema.ts";
import { DOCUMENTS, type DocumentName, PRINTED_BY } from "../../../src/contract/documents.ts";
import { WaitSchema } from "../../../src/contract/schemas/run-schema.ts";

/** What is read of a JSON Schema. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Objects that stand in several documents, and are told once. */
const PARTS: ReadonlyMap<object, string> = new Map<object, string>([
  [CellSchema, "cell"],
  [NoteSchema, "note"],
  [AlertSchema, "alert"],
  [WaitSchema, "wait"],
]);

const MOST_WORDS = 12;

const INTRODUCTION = `# Documents of --json

What commands print under \`--json\`, field by field. Each command prints one document, whole and with no other key;
\`logs -f\` prints one on each line. Every field is always there, but for those marked *optional*. What is undefined is null,
never NaN or a number that stands for nothing. Moments are ISO 8601 in UTC (\`2026-02-10T08:30:00.000Z\`), days \`2026-02-10\`;
money is in the currency of the account, ratios are fractions (0.25 is a quarter), durations are in the unit of their name.

This page is written from the schemas that the tests hold every command to (src/contract/documents.ts).
`;

/** docs/json.md as the schemas have it. */
export function jsonPage(): string {
  const documents = (Object.keys(DOCUMENTS) as readonly DocumentName[]).map((name) =>
    section(name, DOCUMENTS[name], `${printers(name)}\n\n`),
  );
  const parts = [...PARTS].map(([schema, name]) => section(name, schema, ""));
  return [INTRODUCTION, "## Documents\n", ...documents, "## Parts of documents\n", ...parts].join("\n");
}

/** Paths of fields that say nothing of themselves. */
export function fieldsWithoutWords(documents: Readonly<Record<string, object>>): readonly string[] {
  return Object.entries(documents).flatMap(([name, schema]) =>
    rowsOf(schema, "").flatMap(({ path, words }) => (words === "" ? [`${name}: ${path}`] : [])),
  );
}

function printers(name: DocumentName): string {
  const commands = PRINTED_BY[name];
  if (name === "failure") return `Of ${commands.join(", ")}; the exit code is that of its [error code](errors.md).`;
  return `Of ${commands.map((command) => `\`nightgrid ${command}\``).join(" and ")}.`;
}

function section(name: string, schema: object, lead: string): string {
  const rows = rowsOf(schema, "").map(({ path, kind, words }) => `| \`${path}\` | ${kind} | ${words} |`);
  return `### ${name}\n\n${lead}| field | value | |\n|---|---|---|\n${rows.join("\n")}\n`;
}

interface Row {
  readonly path: string;
  readonly kind: string;
  readonly words: string;
}

function rowsOf(schema: object, prefix: string): readonly Row[] {
  const { properties = {}, required }: Schema = schema;
  return Object.entries(properties).flatMap(([key, field]) => {
    const path = `${prefix}${key}`;
    const optional = required?.includes(key) === true ? "" : "*optional*; ";
    const row = { path, kind: optional + kindOf(field), words: field.description ?? "" };
    const { object, place } = innerOf(field, path);
    return [row, ...(object === null ? [] : rowsOf(object, `${place}.`))];
  });
}

/** The object whose fields stand below this one; null where there is none, or where it is told elsewhere. */
function innerOf(field: Schema, path: string): { readonly object: Schema | null; readonly place: string } {
  if (PARTS.has(field) || field.title !== undefined) return { object: null, place: path };
  if (field.items !== undefined) return innerOf(field.items, `${path}[]`);
  const alternative = field.anyOf?.find((each) => each.properties !== undefined);
  if (alternative !== undefined) return innerOf(alternative, path);
  return { object: field.properties === undefined ? null : field, place: path };
}

function kindOf(schema: Schema): string {
  const part = PARTS.get(schema);
  if (part !== undefined) return `[${part}](#${part})`;
  if (schema.title !== undefined) return schema.title;
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(" or ");
  if (schema.items !== undefined) return `list of ${kindOf(schema.items)}`;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.length > MOST_WORDS ? "word" : words(schema.enum);
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  if (schema.format === "date-time") return "moment";
  if (schema.format === "date") return "day";
  if (schema.type === "integer") return "whole number";
  return typeof schema.type === "string" ? schema.type : "any value";
}

function words(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(", ");
}
