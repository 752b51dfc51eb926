/** A reader who works through the drafts: outlines and answers, then the submission, whatever happens to the server. */
import { v4 } from 'uuid';
import { putMark, removeMark } from '#documents/marks.ts';
import { proofOf } from '#documents/proof.ts';
import { MARKS, readContentOf } from '#documents/read.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { Random } from '#domain/kernel/random.ts';
import type { Books } from './books.ts';
import { drawing } from './panel-at-work.ts';
import { after, type PersonAtWork, type PlannedEdit } from './person-at-work.ts';
import type { PlannedRead } from './world.ts';

export interface ReaderAtWork {
  readonly reads: readonly PlannedRead[];
  readonly person: PersonAtWork;
  readonly books: Books;
  readonly random: Random;
  readonly turn: () => Promise<void>;
  readonly goesOn: () => boolean;
}

export async function readThrough(reader: ReaderAtWork): Promise<void> {
  for (const planned of reader.reads) {
    if (!reader.goesOn()) return;
    await read(reader, planned);
  }
}

async function read(reader: ReaderAtWork, { read: id, frame }: PlannedRead): Promise<void> {
  const { person, random, turn, goesOn } = reader;
  const name = { kind: 'read', read: id } as const;
  const document = person.open(name);
  const drawn: string[] = [];
  for (let n = random.int(5, 25); n > 0 && goesOn(); n--) {
    await turn();
    await person.write(document, gestures(random, frame, drawn));
    await after(random.int(0, 12));
  }
  if (goesOn()) await submit(reader, id);
  person.close(name);
}

/** A burst is not waited for one by one: that is how a hand draws. */
function gestures(random: Random, frame: FrameKey, drawn: string[]): PlannedEdit[] {
  return Array.from({ length: random.int(1, 4) }, () => {
    const gone = random.int(0, 5) === 0 ? drawn.shift() : undefined;
    if (gone !== undefined)
      return {
        root: MARKS,
        key: gone,
        apply: (doc: Parameters<PlannedEdit['apply']>[0]) => removeMark(doc, MARKS, gone),
      };
    const mark = drawing(frame, random.int(1, 500));
    return {
      root: MARKS,
      key: mark.id,
      apply: (doc: Parameters<PlannedEdit['apply']>[0]) => {
        putMark(doc, MARKS, mark);
        drawn.push(mark.id);
      },
    };
  });
}

async function submit({ person, books }: ReaderAtWork, read: PlannedRead['read']): Promise<void> {
  const document = person.open({ kind: 'read', read });
  const content = readContentOf(document.peek());
  if (!content.ok) throw new Error('a draft that cannot be submitted');
  const sent = { commandId: v4(), proof: proofOf(document.peek()), protocolVersion: 1 };
  const answer = await person.send(`/api/v1/reads/${read}/submission`, sent);
  if (!answer) return;
  const { hash } = answer.body as { hash?: string };
  if (answer.status === 200 && hash !== undefined) books.submissions.push({ read, content: content.value, hash });
  else books.faults.push(`the submission of ${read} was refused: ${JSON.stringify(answer)}`);
}
