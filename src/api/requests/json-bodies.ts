import type { FastifyInstance } from "fastify";
import { AppError } from "../../core/errors/app-error.ts";

/** Nothing that is asked for is as deep; what is deeper costs more to look at than to send. */
const DEEPEST = 64;

/** Takes bodies in JSON and nothing else: no prototype in them, and no deeper than anything that is asked for. */
export function takeJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    const text = body.toString();
    if (depthOf(text) <= DEEPEST) return parse(request, text, done);
    done(
      new AppError("REQUEST_INVALID", `The body is nested more than ${DEEPEST} levels deep.`, {
        hint: "GET /api/v1/openapi.json says what each address takes.",
      }),
    );
    return undefined;
  });
}

/** Of the brackets of a JSON text; of what is none, of its beginning that could be one. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  let isText = false;
  for (let place = 0; place < text.length; place++) {
    const sign = text[place];
    if (isText) {
      if (sign === "\\") place++;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = true;
    else if (sign === "{" || sign === "[") deepest = Math.max(deepest, ++depth);
    else if (sign === "}" || sign === "]") depth--;
  }
  return deepest;
}
