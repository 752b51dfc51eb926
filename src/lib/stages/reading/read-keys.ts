/** Every action of the reader's desk that has a key. Plain letters belong to the image and its tools. */
import type { KeyBinding } from '#lib/ui/keys.svelte.ts';
import { isControl, isTextField } from '#lib/ui/chord.ts';
import { BRUSH_KEYS, perform, VIEWER_KEYS, type ViewerAction } from '#lib/viewer/keys.ts';
import { presetsOf } from '#lib/viewer/window-preset.ts';
import type { ReadDesk } from './read-desk.svelte.ts';

export interface ReadCommands {
  /** Asks for the read-back, or confirms it. */
  readonly submit: () => void;
  /** Asks what to tell the lead. */
  readonly report: () => void;
}

export const keysOfDesk = (desk: ReadDesk, commands: ReadCommands): KeyBinding[] => [
  ...imageKeys(desk),
  ...findingKeys(desk),
  ...readKeys(desk, commands),
  ...brushKeys(desk),
];

export function performAt(desk: ReadDesk, action: ViewerAction): void {
  const viewer = desk.image.view?.viewer;
  if (!viewer) return;
  const presets = presetsOf(viewer.series);
  perform(action, { viewer, presets, toggleLabels: () => (desk.image.labels = !desk.image.labels) });
}

function imageKeys(desk: ReadDesk): KeyBinding[] {
  const when = (): boolean => desk.image.view !== null;
  const lines = VIEWER_KEYS.map(({ key, text, action }): KeyBinding => ({
    scope: 'Image',
    chord: key === ' ' ? 'Space' : key,
    label: text,
    when,
    run: () => (action.kind === 'release' ? desk.putDown() : performAt(desk, action)),
  }));
  const presets = desk.image.series ? presetsOf(desk.image.series) : [];
  const digits = presets.map(({ name }, index): KeyBinding => ({
    scope: 'Window',
    chord: String(index + 1),
    label: name,
    when,
    run: () => performAt(desk, { kind: 'preset', number: index + 1 }),
  }));
  return [...lines, ...digits];
}

/** While it is in hand these win over the same keys of the findings. */
const brushKeys = (desk: ReadDesk): KeyBinding[] =>
  BRUSH_KEYS.map(({ key, text, action }) => ({
    scope: 'Image',
    chord: key,
    label: `${text}, with the brush in hand`,
    when: () => desk.image.view?.position.armed === 'labelmap',
    run: () => performAt(desk, action),
  }));

function findingKeys(desk: ReadDesk): KeyBinding[] {
  const scope = 'Findings';
  const when = (): boolean => desk.writable;
  return [
    { scope, chord: 'n', label: 'New finding; again for the next kind', when, run: () => takeNext(desk) },
    {
      scope,
      chord: 's',
      label: 'Outline the open finding on this image too',
      when: () => desk.writable && desk.open !== null,
      run() {
        const lesion = desk.lesions.find((one) => one.id === desk.open);
        if (lesion) desk.takeOutline(lesion);
      },
    },
    {
      scope,
      chord: 'Enter',
      label: 'Mark the whole image, with that tool in hand',
      when: () => desk.image.view?.position.armed === 'whole-image' && !isControl(document.activeElement),
      run: () => desk.image.view?.viewer.markImage(),
    },
    { scope, chord: 'd', label: 'Copy the outline to the next image', when, run: () => desk.copyForward(1) },
    { scope, chord: 'Shift+d', label: 'Copy the outline to the previous image', when, run: () => desk.copyForward(-1) },
    { scope, chord: ']', label: 'Next finding', run: () => desk.stepLesion(1) },
    { scope, chord: '[', label: 'Previous finding', run: () => desk.stepLesion(-1) },
  ];
}

function readKeys(desk: ReadDesk, { submit, report }: ReadCommands): KeyBinding[] {
  const scope = 'Read';
  const notTyping = (): boolean => desk.writable && !isTextField(document.activeElement);
  return [
    {
      scope,
      chord: 'c',
      label: 'Clauses about what is in hand, and back',
      run: () => desk.lookUp(),
    },
    {
      scope,
      chord: 'y',
      label: 'Compare with the earlier examination',
      when: () => desk.workspace.prior !== null,
      run: () => (desk.image.comparing = !desk.image.comparing),
    },
    { scope, chord: 'g', label: 'Flag the case, or be excused', run: report },
    {
      scope,
      chord: 'Ctrl+z',
      label: 'Undo; with Shift, redo',
      when: notTyping,
      run: ({ shiftKey }) => (shiftKey ? desk.redo() : desk.undo()),
    },
    { scope, chord: 'Ctrl+y', label: 'Redo', when: notTyping, run: () => desk.redo() },
    {
      scope,
      chord: 'Ctrl+Enter',
      label: 'Submit, or go to what is missing',
      when: () => desk.submittable,
      run: submit,
    },
    {
      scope,
      chord: 'Escape',
      label: 'Back from submitting',
      when: () => desk.closing.step === 'read-back',
      run: () => desk.backToReading(),
    },
  ];
}

function takeNext(desk: ReadDesk): void {
  const { findings } = desk.workspace.protocol;
  const { hand } = desk;
  const at = hand.kind === 'finding' ? findings.findIndex(({ id }) => id === hand.finding) : -1;
  const next = findings[(at + 1) % findings.length];
  if (next) desk.take(next.id, next.tools[0]);
}
