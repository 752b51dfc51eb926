/** A protocol from its first draft to its versions, over the services of the whole server. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { LOCAL, rootOf } from '#documents/entries.ts';
import { changeText } from '#documents/texts.ts';
import { ABOUT, CLAUSES, FINDINGS, draftIn, type ProtocolDraft } from '#documents/protocol-draft.ts';
import { insertEntry } from '#documents/protocol-content.ts';
import { proofOf } from '#documents/proof.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { valueOf } from '#tests/factories/access.ts';
import { plannedItem } from '#tests/factories/agenda.ts';
import { testHouse, type House } from '#tests/factories/house.ts';
import { uuid } from '#tests/factories/collab.ts';

const NOTHING = proofOf(new Y.Doc());
const publish = (basedOn: number, openReads: 'finish' | 'move' = 'finish') =>
  ({ step: 'publish', openReads, basedOn, proof: NOTHING }) as const;

class Desk {
  readonly house: House;
  readonly lead: Actor;
  constructor(house: House) {
    this.house = house;
    this.lead = house.panel.people.lead;
  }
  get service() {
    return this.house.services.protocol;
  }
  async open(): Promise<ProtocolDraft> {
    valueOf(await this.service.draft.open(this.lead, this.house.project));
    return this.draft;
  }
  get name() {
    return { kind: 'protocol', protocol: this.house.panel.protocol.protocol } as const;
  }
  get draft(): ProtocolDraft {
    return draftIn(this.house.services.collab.readDocument(this.name).roots);
  }
  edit(change: (doc: Y.Doc) => void): Promise<void> {
    return this.house.services.collab.edit(this.name, change);
  }
  take(step: Parameters<typeof this.service.draft.take>[2]) {
    return this.service.draft.take(this.lead, this.house.project, step);
  }
  get versions() {
    return valueOf(this.service.versions(this.lead, this.house.project));
  }
  rename(title: string): Promise<void> {
    return this.edit((doc) => changeText(doc, { root: ABOUT, id: ABOUT, field: 'title' }, title));
  }
}

const desk = async (): Promise<Desk> => new Desk(await testHouse());

test('[PT13] the draft begins from the newest version, and publishing it without a change gives the same hash', async () => {
  const at = await desk();
  const draft = await at.open();
  expect(draft.about).toMatchObject({ title: at.house.panel.protocol.content.title, basedOn: 1 });
  expect(valueOf(await at.take(publish(1))).version).toBe(2);
  expect(valueOf(await at.take(publish(2))).version).toBe(3);
  const [third, second, first] = at.versions;
  expect(third?.hash).toBe(second?.hash);
  expect(third?.content).toEqual(first?.content);
  expect(at.draft.about.basedOn).toBe(3);
});

test('[PT1][PT13] what is published is the server’s own copy, frozen with its hash, its journal number and who did it', async () => {
  const at = await desk();
  await at.open();
  await at.rename('Masses');
  const { journalSeq } = at.house.services.collab.readDocument(at.name);
  valueOf(await at.take(publish(1)));
  await at.rename('Something else');
  expect(at.versions[0]).toMatchObject({ version: 2, content: { title: 'Masses' }, publishedBy: at.lead.user });
  const events = at.house.services.ledger.read(`protocol:${at.name.protocol}`);
  expect(events.at(-1)?.payload).toMatchObject({ version: 2, journal: journalSeq, hash: at.versions[0]?.hash });
});

test('[PT13] a draft with problems is not published, and goes on', async () => {
  const at = await desk();
  await at.open();
  await at.rename('');
  await at.edit((doc) => insertEntry(doc, CLAUSES, { id: uuid(7), number: '2.3', kind: 'rule', text: 'Again.' }));
  const refused = await at.take(publish(1));
  expect(refused).toMatchObject({
    error: { code: 'protocol-invalid', details: { codes: ['form', 'duplicate-number'] } },
  });
  expect(at.versions).toHaveLength(1);
});

test('[PT13] edits that have not arrived are waited for', async () => {
  const at = await desk();
  await at.open();
  const ahead = new Y.Doc();
  ahead.transact(() => rootOf(ahead, CLAUSES).set(uuid(8), new Y.Map()), LOCAL);
  expect(await at.take({ ...publish(1), proof: proofOf(ahead) })).toMatchObject({ error: { code: 'unsynced-edits' } });
});

test('[PT14] a draft under a version that was superseded elsewhere is refused until somebody decides', async () => {
  const at = await desk();
  await at.open();
  await at.rename('Ours');
  const theirs: ProtocolContent = { ...at.house.panel.protocol.content, title: 'Theirs' };
  const publication = { content: theirs, openReads: 'finish', basedOn: 1 } as const;
  valueOf(at.service.publish(at.lead, at.house.project, publication));
  expect(await at.take(publish(2))).toMatchObject({ error: { code: 'draft-superseded' } });
  expect(await at.take({ step: 'keep', version: 1 })).toMatchObject({ error: { code: 'version-conflict' } });
  valueOf(await at.take({ step: 'keep', version: 2 }));
  expect(at.draft.about).toMatchObject({ title: 'Ours', basedOn: 2 });
  valueOf(at.service.publish(at.lead, at.house.project, { ...publication, basedOn: 2 }));
  valueOf(await at.take({ step: 'restart', version: 3 }));
  expect(at.draft.about).toMatchObject({ title: 'Theirs', basedOn: 3 });
  expect(valueOf(await at.take(publish(3))).version).toBe(4);
});

test('[PT14] two who publish at once publish one version', async () => {
  const at = await desk();
  await at.open();
  const answers = await Promise.all([at.take(publish(1)), at.take(publish(1))]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(at.versions).toHaveLength(2);
});

test('[PT14] a server that ended right after publishing notes it when the draft is opened again', async () => {
  const at = await desk();
  await at.open();
  await at.rename('Ours');
  const content: ProtocolContent = { ...at.house.panel.protocol.content, title: 'Ours' };
  valueOf(at.service.publish(at.lead, at.house.project, { content, openReads: 'finish', basedOn: 1 }));
  expect((await at.open()).about.basedOn).toBe(2);
});

test('[PT15] only those who write open a draft; what is published keeps its keys', async () => {
  const at = await desk();
  const { actors, project } = at.house;
  for (const actor of [actors.reader, actors.panellist, actors.observer, actors.oversight, actors.stranger]) {
    if (!actor) throw new Error('nobody came');
    expect(await at.service.draft.open(actor, project)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(at.service.draft.mayOpen(actor, at.name.protocol)).toBeNull();
  }
  const [finding] = (await at.open()).findings;
  if (!finding) throw new Error('there is no finding');
  await at.edit((doc) => changeText(doc, { root: FINDINGS, id: finding.id, field: 'name' }, 'Mass'));
  valueOf(await at.take(publish(1)));
  expect(at.versions[0]?.content.findings[0]).toMatchObject({ id: 'nodule', name: 'Mass' });
});

test('[RD9] an editor writes the draft as a lead does, publishes nothing, chooses no case, and gets no seat', async () => {
  const at = await desk();
  const { services, project, panel } = at.house;
  const { editor } = at.house.actors;
  if (!editor) throw new Error('there is no editor');
  const { writers, protocol } = valueOf(await at.service.draft.open(editor, project));
  expect(new Set(writers.map(({ name }) => name))).toEqual(new Set([at.lead.name, editor.name]));
  expect(at.service.draft.mayOpen(editor, protocol)).toBe('write');
  const refused = { error: { code: 'not-allowed' } };
  expect(await at.service.draft.take(editor, project, publish(1))).toMatchObject(refused);
  expect(at.service.examples.caseFor(editor, project, panel.case)).toMatchObject(refused);
  expect(at.versions).toHaveLength(1);
  const seat = { user: editor.user, role: 'observer' } as const;
  const chair = { user: at.lead.user, role: 'chair' } as const;
  const plan = { project, title: 'Panel', protocol: panel.protocol, people: [chair, seat] };
  const scheduled = await services.session.schedule(at.lead, { ...plan, items: [plannedItem(panel.case)] });
  expect(scheduled).toMatchObject({ error: { code: 'bad-request' } });
});

test('[RD9] whoever leads and edits is named once', async () => {
  const at = await desk();
  const { operator } = at.house.services.access;
  valueOf(operator.giveRole({ project: at.house.project, user: at.lead.user, role: 'editor' }));
  const { writers } = valueOf(await at.service.draft.open(at.lead, at.house.project));
  expect(writers.filter(({ user }) => user === at.lead.user)).toHaveLength(1);
});

test('[PT13] a project without a protocol begins with an empty draft, and its first version names its own keys', async () => {
  const at = await desk();
  const { access, protocol, collab } = at.house.services;
  const { id } = valueOf(access.operator.createProject({ name: 'New', lead: at.lead.user }));
  const lead = access.operator.actorOf(at.lead.email) ?? at.lead;
  const opened = valueOf(await protocol.draft.open(lead, id));
  const name = { kind: 'protocol', protocol: opened.protocol } as const;
  expect(opened.writers).toEqual([{ user: at.lead.user, name: at.lead.name }]);
  expect(valueOf(await protocol.draft.open(lead, id)).protocol).toBe(opened.protocol);
  const [finding] = draftIn(collab.readDocument(name).roots).findings;
  expect(finding?.key).toBeUndefined();
  expect(await protocol.draft.take(lead, id, publish(0))).toMatchObject({ error: { code: 'protocol-invalid' } });
  await collab.edit(name, (doc) => {
    for (const [root, key, field] of [
      [ABOUT, ABOUT, 'title'],
      [ABOUT, ABOUT, 'question'],
      [FINDINGS, finding?.id ?? '', 'name'],
      [FINDINGS, finding?.id ?? '', 'definition'],
    ] as const)
      changeText(doc, { root, id: key, field }, `Ground glass ${field}`);
  });
  expect(valueOf(await protocol.draft.take(lead, id, publish(0)))).toMatchObject({ version: 1 });
  const [first] = valueOf(protocol.versions(lead, id));
  expect(first?.content.findings.map(({ id: key }) => key)).toEqual(['ground-glass-name']);
  expect(first?.protocol).toBe(opened.protocol);
});

test('[PT26] coded terms are kept for those who write the protocol, as one list, and only such as can be codes', async () => {
  const { services, project, actors } = (await desk()).house;
  const { lead, reader } = actors;
  if (!lead || !reader) throw new Error('somebody is missing');
  const { codes } = services.protocol;
  const nodule = { scheme: 'SCT', value: '27925004', meaning: 'Nodule', group: 'CID 6101' };
  const list = { name: 'chest.json', codes: [nodule] };
  expect(valueOf(codes.list(lead, project))).toEqual({ name: '', codes: [] });
  expect(valueOf(codes.keep(lead, project, list))).toEqual({ kept: 1 });
  expect(valueOf(codes.list(lead, project))).toEqual(list);
  const wrong = { name: 'b.json', codes: [nodule, { ...nodule, value: '27925005' }] };
  expect(codes.keep(lead, project, wrong)).toMatchObject({
    error: { code: 'bad-request', details: { issues: ['codes.1'] } },
  });
  expect(valueOf(codes.list(lead, project))).toEqual(list);
  for (const answer of [codes.list(reader, project), codes.keep(reader, project, list)])
    expect(answer).toMatchObject({ error: { code: 'not-allowed' } });
});
