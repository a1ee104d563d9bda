import type { TSchema } from "typebox";
import type { OpenApiDocument, Operation } from "./openapi-document.ts";

/**
 * The types of a client, in the shape that the package `openapi-fetch` takes as its `paths`. Knows the part of JSON Schema
 * that our documents are written in, and says what it does not know.
 */
export function clientTypes({ paths, components }: OpenApiDocument): string {
  const lines = [
    "/* Made from openapi.json: see test/api/openapi.test.ts. */",
    "",
    "export interface components {",
    "  schemas: {",
    ...Object.entries(components.schemas).map(([name, schema]) => `    ${key(name)}: ${typeOf(schema)};`),
    "  };",
    "}",
    "",
    "export interface paths {",
    ...Object.entries(paths).flatMap(([path, operations]) => [
      `  ${JSON.stringify(path)}: {`,
      ...Object.entries(operations).map(([method, operation]) => `    ${method}: ${operationType(operation)};`),
      "  };",
    ]),
    "}",
    "",
  ];
  return lines.join("\n");
}

function operationType({ parameters, requestBody, responses }: Operation): string {
  const places = ["query", "path", "header"] as const;
  const groups = places.map((place) => {
    const all = parameters.filter((parameter) => parameter.in === place);
    const fields = all.map(({ name, required, schema }) => `${key(name)}${required ? "" : "?"}: ${typeOf(schema)}`);
    const isNeeded = all.some(({ required }) => required);
    return `${place}${isNeeded ? "" : "?"}: ${fields.length === 0 ? "never" : `{ ${fields.join("; ")} }`}`;
  });
  const body = requestBody === undefined ? "never" : `{ content: ${contentType(requestBody.content)} }`;
  const answers = Object.entries(responses).map(([status, response]) => {
    const content = "$ref" in response ? PROBLEM : contentType(response.content);
    return `${status}: { headers: Record<string, string>; content: ${content} }`;
  });
  return `{ parameters: { ${groups.join("; ")}; cookie?: never }; requestBody${body === "never" ? "?" : ""}: ${body}; responses: { ${answers.join("; ")} } }`;
}

const PROBLEM = `{ "application/problem+json": components["schemas"]["problem"] }`;

function contentType(content: Readonly<Record<string, { readonly schema: TSchema }>>): string {
  return `{ ${Object.entries(content)
    .map(
      ([media, { schema }]) => `${JSON.stringify(media)}: ${media === "application/json" ? typeOf(schema) : "unknown"}`,
    )
    .join("; ")} }`;
}

/** What of a JSON Schema decides the type of a value. */
interface SchemaParts {
  readonly $ref?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly TSchema[];
  readonly type?: string | readonly string[];
  readonly items?: TSchema;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly additionalProperties?: TSchema | boolean;
  readonly required?: readonly string[];
}

function typeOf(schema: TSchema): string {
  const { $ref, type, ...parts } = schema as SchemaParts;
  if ($ref !== undefined) return `components["schemas"][${JSON.stringify($ref.split("/").at(-1))}]`;
  if (parts.const !== undefined) return JSON.stringify(parts.const);
  if (parts.enum !== undefined) return parts.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (parts.anyOf !== undefined) return parts.anyOf.map((part) => `(${typeOf(part)})`).join(" | ");
  if (Array.isArray(type)) return type.map((one) => plainType(one, parts)).join(" | ");
  return typeof type === "string" ? plainType(type, parts) : "unknown";
}

function plainType(type: string, parts: SchemaParts): string {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
    case "number":
      return type;
    case "integer":
      return "number";
    case "array":
      return `(${parts.items === undefined ? "unknown" : typeOf(parts.items)})[]`;
    case "object":
      return objectType(parts);
    default:
      throw new Error(`The client knows no values of type "${type}"`);
  }
}

function objectType({
  properties = {},
  patternProperties = {},
  additionalProperties,
  required = [],
}: SchemaParts): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    return `${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)}`;
  });
  if (fields.length > 0) return `{ ${fields.join("; ")} }`;
  const [pattern] = Object.values(patternProperties);
  const values = pattern ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  if (values === undefined) return additionalProperties === false ? "Record<string, never>" : "Record<string, unknown>";
  return `Record<string, ${typeOf(values)}>`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
