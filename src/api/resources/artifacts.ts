import { Type } from "typebox";
import { AppError } from "../../core/errors/app-error.ts";
import { object } from "../../contract/schemas/parts.ts";
import { localArtifact } from "../../runs/files/local-artifact.ts";
import { listArtifacts } from "../../store/artifacts.ts";
import { ok } from "../routing/answer.ts";
import { fileAnswer, mediaTypeOf } from "../routing/file-answer.ts";
import { type Route, route } from "../routing/route.ts";
import { requireRun, runParam } from "./parts.ts";

const tag = "artifacts";

export const ARTIFACT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/runs/:run/artifacts",
    id: "listArtifacts",
    summary: "The files that a run wrote.",
    tag,
    role: "viewer",
    params: runParam,
    answers: {
      200: {
        description: "by name",
        schema: object({
          artifacts: Type.Array(object({ name: Type.String(), bytes: Type.Number(), type: Type.String() })),
        }),
      },
    },
    handle: async ({ params, principal }, service) => {
      const run = await requireRun(params.run, principal, service);
      const found = await listArtifacts(service.project.deps.database, run.id);
      return ok({ artifacts: found.map(({ name, bytes }) => ({ name, bytes, type: mediaTypeOf(name) })) });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/artifacts/:name",
    id: "readArtifact",
    summary: "A file that a run wrote, whole or a range of its bytes.",
    tag,
    role: "viewer",
    params: { ...runParam, name: Type.String({ maxLength: 255, description: "as the list has it" }) },
    query: { download: Type.Optional(Type.Boolean({ description: "save it rather than show it" })) },
    answers: {
      200: { description: "the file", media: ["application/octet-stream"] },
      206: { description: "the range that the header Range asks for", media: ["application/octet-stream"] },
    },
    handle: async ({ params, query, principal, raw }, service) => {
      const run = await requireRun(params.run, principal, service);
      // By the table and never by the name: what is no artifact of this run has no path.
      const artifact = (await listArtifacts(service.project.deps.database, run.id)).find(
        ({ name }) => name === params.name,
      );
      if (artifact === undefined) throw notThere(params.name);
      const isDownload = query.download ?? false;
      const path = await localArtifact(artifact, service.project.deps);
      const file = { name: artifact.name, path, sha256: artifact.inDepot?.sha256 };
      const answer = await fileAnswer(file, { isDownload, headers: raw.headers });
      if (answer === null) throw notThere(params.name);
      return answer;
    },
  }),
];

function notThere(name: string): AppError {
  return new AppError("ARTIFACT_NOT_FOUND", `There is no file "${name}" of this run on this host`, {
    hint: "GET …/artifacts lists them. One that was removed is made anew by clearing its task: nightgrid clear <run> after.tearsheet.",
  });
}
