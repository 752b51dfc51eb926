/** Images that may show a name in their pixels, over the wire: nobody but a lead sees them before somebody has looked. */
import { expect, it } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { CaseImages } from '#contract/images.ts';
import { valueOf } from '#tests/factories/access.ts';
import { plannedItem } from '#tests/factories/agenda.ts';
import { ctImage, ultrasoundImage } from '#tests/factories/image.ts';
import { panel, type Panel } from '#tests/factories/panel.ts';
import { comeIn, type Somebody } from '#tests/factories/whole.ts';
import { refusalIn, wire, type Wire } from '#tests/factories/wire.ts';

interface Scene {
  readonly wire: Wire;
  readonly own: Panel;
  readonly come: (actor: Actor) => Somebody;
  /** Drops one file as the lead. */
  readonly drop: (bytes: Uint8Array) => Promise<unknown>;
}

async function scene(): Promise<Scene> {
  const at = await wire();
  const own = panel(at.whole.services.store, instantOf(Date.now()));
  const come = ({ email }: Actor): Somebody => comeIn(at.whole, email);
  const { token } = come(own.people.lead);
  const drop = async (body: Uint8Array): Promise<unknown> =>
    (await at.ask(`/api/v1/projects/${own.project}/files`, { token, method: 'POST', body })).body;
  return { wire: at, own, come, drop };
}

const casesOf = ({ wire: { whole }, own }: Scene) =>
  valueOf(whole.services.ingest.list(own.people.lead, own.project)).filter(({ series }) => series.length > 0);

it('[LK1] an ultrasound is shown to a lead alone until a lead has looked at it, which is an event', async () => {
  const here = await scene();
  const { own, come, drop } = here;
  const { ask, whole } = here.wire;
  expect(await drop(ultrasoundImage(1))).toMatchObject({ imported: 1, cases: 1 });
  const [one] = casesOf(here);
  if (!one) throw new Error('there is no case');
  expect(one.state).toBe('awaiting-look');
  const { lead, first, outsider } = own.people;
  await whole.services.session.schedule(lead, {
    ...{ project: own.project, title: 'Panel', protocol: own.protocol },
    people: [lead, first].map(({ user }, i) => ({ user, role: i === 0 ? ('chair' as const) : ('panellist' as const) })),
    items: [plannedItem(one.id)],
  });
  const [leading, panellist, reader] = [lead, first, outsider].map(({ email }) => comeIn(whole, email).token);
  const images = `/api/v1/cases/${one.id}/images`;
  const shown = await ask(images, { token: leading ?? '' });
  const frame = (shown.body as CaseImages).series[0]?.frames[0]?.url ?? '';
  const metadata = frame.replace(/frames\/.*/, 'metadata');
  for (const path of [images, frame, metadata])
    for (const token of [panellist, reader])
      expect(refusalIn(await ask(path, { token: token ?? '' }))).toBe('404 not-found');
  expect(await statusOf(whole.address + frame, leading ?? '')).toBe(200);

  const look = { method: 'POST', token: leading ?? '' };
  expect(refusalIn(await ask(`/api/v1/cases/${one.id}/look`, { ...look, token: panellist ?? '' }))).toBe(
    '404 not-found',
  );
  const notReady = { token: leading ?? '', json: { cases: [one.id], readers: [outsider.user] } };
  expect(refusalIn(await ask(`/api/v1/projects/${own.project}/reads`, notReady))).toBe('409 case-not-ready');
  expect((await ask(`/api/v1/cases/${one.id}/look`, look)).status).toBe(200);
  expect(refusalIn(await ask(`/api/v1/cases/${one.id}/look`, look))).toBe('409 look-not-needed');
  expect(await statusOf(whole.address + frame, panellist ?? '')).toBe(200);
  // Somebody without a read or a seat has no reason to see it even now.
  expect(await statusOf(whole.address + frame, come(outsider).token)).toBe(404);
  expect((await ask(`/api/v1/projects/${own.project}/reads`, notReady)).status).toBe(201);
  expect(await statusOf(whole.address + frame, reader ?? '')).toBe(200);
  const events = whole.services.ledger.read(`case:${one.id}`).map(({ type, actor }) => [type, actor]);
  expect(events).toContainEqual(['look-confirmed', lead.user]);
});

it('[LK2] new images that need a look take a ready case back; a case set aside stays aside', async () => {
  const here = await scene();
  const { whole } = here.wire;
  const { lead } = here.own.people;
  await here.drop(ctImage(1));
  const stateNow = () => casesOf(here)[0]?.state;
  expect(stateNow()).toBe('ready');
  await here.drop(ctImage(2, { BurnedInAnnotation: 'YES' }));
  expect(stateNow()).toBe('awaiting-look');
  const id = casesOf(here)[0]?.id;
  if (!id) throw new Error('there is no case');
  expect(whole.services.ledger.read(`case:${id}`).map(({ type }) => type)).toContain('look-needed');
  valueOf(whole.services.ingest.exclude(lead, id, 'a name in the corner'));
  await here.drop(ctImage(3, { BurnedInAnnotation: 'YES' }));
  expect(stateNow()).toBe('excluded');
});

const statusOf = async (url: string, token: string): Promise<number> => {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
};
