import { expect, it } from 'vitest';
import * as v from 'valibot';
import { PresentationSchema, type Presentation } from '#contract/presentation.ts';
import { KeyframeSchema } from '#documents/messages.ts';
import { lookOf, presentationOf } from './keyframe.ts';

const view: Presentation = {
  frame: { sop: '1.2', frame: 3 },
  centre: [200.5, 180],
  scale: 2.5,
  rotation: 90,
  flipped: true,
  window: { width: 1500, center: -600 },
  inverted: false,
  cine: null,
};

it('what a follower shows is what the presenter showed, also of images without a window and of a running cine', () => {
  for (const shown of [view, { ...view, window: null }, { ...view, cine: 15 }]) {
    const travelled = v.parse(
      KeyframeSchema,
      JSON.parse(JSON.stringify({ t: 'presenting', seq: 7, ...lookOf(shown) })),
    );
    expect(v.parse(PresentationSchema, presentationOf(travelled))).toEqual(shown);
  }
});
