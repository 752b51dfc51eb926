import { createHash } from 'node:crypto';
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { expect, test } from 'vitest';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { CursorSchema, KeyframeSchema, RefusedMessageSchema } from './messages.ts';
import { SHAPES, type RootShape } from './shapes.ts';
import { DOCUMENTS_VERSION, SHAPES_HASH } from './version.ts';

const schemaText = (schema: v.GenericSchema): unknown => toJsonSchema(schema, { errorMode: 'ignore' });

function shapeText(shape: RootShape): unknown {
  switch (shape.kind) {
    case 'entries':
      return {
        entry: schemaText(shape.entry),
        required: [...shape.required],
        texts: [...shape.texts],
        maximum: shape.maximum,
      };
    case 'values':
      return { key: schemaText(shape.key), value: schemaText(shape.value), maximum: shape.maximum };
    case 'projection':
      return {};
  }
}

test('[DOC9] when a document shape moves, the version moves', () => {
  const shapes = Object.entries(SHAPES).map(([name, shape]) => [name, shapeText(shape)]);
  const messages = [CursorSchema, KeyframeSchema, RefusedMessageSchema].map(schemaText);
  const hash = createHash('sha256')
    .update(canonicalJson([shapes, messages]))
    .digest('hex')
    .slice(0, 16);
  expect({ version: DOCUMENTS_VERSION, hash }).toEqual({ version: 7, hash: SHAPES_HASH });
});
