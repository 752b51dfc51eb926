/** What a panel has settled becomes an example: from the sealed item to the image a reader sees. */
import { expect, it } from 'vitest';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { valueOf } from '#tests/factories/access.ts';
import { demoPanel } from '#tests/factories/demo-panel.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { settleItem } from '#tests/factories/panel-session.ts';
import { ask } from '#tests/factories/whole.ts';

it('[PT22] nothing of what is decided about a case is told for an example while a panel has it, and all of it afterwards', async () => {
  const panel = await demoPanel(testFolder());
  const { whole, session, chair, lead, project, item } = panel;
  const { access, protocol } = whole.services;
  const reader = access.operator.actorOf('lucia@demo.example');
  if (!reader) throw new Error('the demo has no reader');
  const answers = [
    ['yes', 'yes', 'yes'],
    ['solid', 'solid', 'part-solid'],
    [4, 4, 4],
  ] as const;
  await settleItem(panel, item, { first: answers, second: answers });
  const standing = () => valueOf(protocol.examples.caseFor(lead, project, '1'));
  expect(standing()).toMatchObject({ standing: 'judged', decided: [] });

  await ask(whole, chair, session, { type: 'close-session' });
  const { standing: then, decided, case: id } = standing();
  const [settled] = decided;
  expect(then).toBe('free');
  expect(settled).toMatchObject({ session: 'Lung panel', finding: 'nodule' });
  expect(settled?.said).toContain('Texture Solid.');
  expect(settled?.said).not.toMatch(/Mary|Jonas|Aiko/);
  expect(settled?.outline).toHaveLength(3);

  const { frame, outline, said } = settled ?? decided[0] ?? { frame: { sop: '', frame: 1 }, outline: [], said: '' };
  const mark = { tool: 'freehand', points: outline } as const;
  const shown = { id: 'settled', case: id, frame, finding: 'nodule', mark: { ...mark }, commentary: said };
  const content = { ...lungProtocol, examples: [shown] };
  valueOf(protocol.publish(lead, project, { content, openReads: 'finish', basedOn: 1 }));
  expect(valueOf(protocol.examples.image(reader, frame)).frames.map(({ key }) => key)).toEqual([frame]);
  await panel.close();
}, 120_000);
