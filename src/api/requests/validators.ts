import { Ajv } from "ajv";
import formats from "ajv-formats";
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";

/** Everything that is wrong is said, with the schema beside it for what was allowed. */
const OPTIONS = { allErrors: true, verbose: true, strict: false, removeAdditional: false } as const;

/**
 * Holds requests to the schemas of their routes. Addresses have only texts: there `5` is a number and `?state=a` a list of
 * one; in a body everything is what it is.
 */
export function createValidators(): FastifySchemaCompiler<TSchema> {
  const ofBodies = withFormats(new Ajv(OPTIONS));
  const ofAddresses = withFormats(new Ajv({ ...OPTIONS, coerceTypes: "array", useDefaults: true }));
  return ({ schema, httpPart }) => (httpPart === "body" ? ofBodies : ofAddresses).compile(schema);
}

function withFormats(ajv: Ajv): Ajv {
  return formats.default(ajv, { mode: "full" });
}
