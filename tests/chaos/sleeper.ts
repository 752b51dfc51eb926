/** Ann's window on her read, in a process of its own that can be put to sleep. Argument: address. It tells how her work stands. */
import { putAnswer } from '#documents/read.ts';
import { openLine } from '#lib/collab/line.ts';
import { openDocument } from '#lib/collab/shared-document.svelte.ts';
import { readOf } from '#tests/factories/collab.ts';

const [url = ''] = process.argv.slice(2);
const read = openDocument(readOf('ann'), { line: openLine({ url, token: 'ann' }) });
read.onChange(() => process.send?.(read.status));
process.on('message', (answer: string) => putAnswer(read.doc, 'quality', answer));
// Nobody is left to stop it when the test is gone.
process.once('disconnect', () => process.exit());
