/** The OpenAPI 3.1 description, made from the very schemas that parse the requests. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { REFUSALS, type RefusalCode } from '#domain/kernel/refusal.ts';
import { httpStatusOf } from './refusal-status.ts';

export interface RouteDescription {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With parameters in braces: `/api/v1/projects/{project}/people`. */
  readonly path: `/${string}`;
  /** One sentence for people. */
  readonly summary: string;
  /** The schema the route parses its JSON body with. */
  readonly body?: v.GenericSchema;
  /** What a success carries; any JSON when left out. */
  readonly answer?: v.GenericSchema;
  /** Status of a success; 200 when left out. */
  readonly status?: number;
  /** Which refusals may come, besides those every route may answer. */
  readonly refusals?: readonly RefusalCode[];
}

type JsonObject = Readonly<Record<string, unknown>>;

const ALWAYS: readonly RefusalCode[] = ['not-signed-in', 'not-allowed', 'not-found'];
const WITH_BODY: readonly RefusalCode[] = ['bad-json', 'bad-request', 'body-too-large'];

export function openApi(routes: readonly RouteDescription[]): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Consilium',
      version: '1',
      description: 'Every refusal is one object: a stable code for machines and a sentence for people.',
    },
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A personal access token, `cns_…`.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'consilium.session_token' },
      },
      schemas: { Refusal: REFUSAL },
    },
  };
}

const REFUSAL: JsonObject = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string', enum: Object.keys(REFUSALS) },
    message: { type: 'string' },
    details: { type: 'object' },
  },
};

function operation(route: RouteDescription): JsonObject {
  const refusals = [...ALWAYS, ...(route.body ? WITH_BODY : []), ...(route.refusals ?? [])];
  return {
    summary: route.summary,
    parameters: [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(route.body && { requestBody: { required: true, content: jsonContent(route.body) } }),
    responses: { [String(route.status ?? 200)]: success(route), ...refused(refusals) },
  };
}

const success = ({ answer }: RouteDescription): JsonObject => ({
  description: 'Done.',
  content: answer ? jsonContent(answer) : { 'application/json': {} },
});

function refused(codes: readonly RefusalCode[]): Record<string, JsonObject> {
  const byStatus = Map.groupBy(new Set(codes), httpStatusOf);
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [String(status), { description: `Refused: ${same.join(', ')}.`, content }]),
  );
}

/** `input`: what a client writes, before trimming and defaults. Checks JSON Schema has no word for are left out. */
const jsonContent = (schema: v.GenericSchema): JsonObject => ({
  'application/json': {
    schema: toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input', target: 'draft-2020-12' }),
  },
});
