/** Every action of the room that has a key, in one place: the tool row, the keys and the help show the same. */
import { isControl, isTextField } from '#lib/ui/chord.ts';
import type { KeyBinding } from '#lib/ui/keys.svelte.ts';
import { BRUSH_KEYS, perform, VIEWER_KEYS, type ViewerAction } from '#lib/viewer/keys.ts';
import { presetsOf } from '#lib/viewer/window-preset.ts';
import type { Desk } from './desk.svelte.ts';
import type { Leading } from './leading.svelte.ts';
import type { Room } from './room.svelte.ts';

const NAVIGATION: readonly ViewerAction['kind'][] = [
  'step',
  'end',
  'zoom',
  'preset',
  'rotate',
  'cine',
  'reset',
  'fit',
  'invert',
  'flip',
];

export interface RoomActions {
  /** Whether the joint outline can be drawn now. */
  readonly shape: boolean;
  readonly startShaping: () => void;
  /** Whether the image as a whole can be marked now: for everybody, so only on a table. */
  readonly markImage: boolean;
  readonly startMarkingImage: () => void;
  readonly target: () => void;
  readonly cine: () => void;
}

export function actions(room: Room, desk: Desk): RoomActions {
  return {
    shape: desk.table?.writable === true && desk.viewer !== null && !room.isObserver,
    startShaping() {
      desk.shaping = !desk.shaping;
      desk.viewer?.arm(desk.shaping ? 'freehand' : 'window-level');
    },
    markImage: desk.table?.writable === true && desk.viewer !== null,
    startMarkingImage() {
      desk.shaping = false;
      desk.viewer?.arm(desk.position?.armed === 'whole-image' ? 'window-level' : 'whole-image');
    },
    target() {
      if (room.item) room.goTo(room.item.target.frame);
    },
    cine: () => act({ kind: 'cine' }, desk),
  };
}

export function keysOfRoom(room: Room, desk: Desk, leading: Leading): KeyBinding[] {
  return [...imageKeys(desk, leading), ...roomKeys(room, desk, leading)];
}

function imageKeys(desk: Desk, leading: Leading): KeyBinding[] {
  const when = (): boolean => desk.viewer !== null;
  const run = (action: ViewerAction) => () => {
    if (NAVIGATION.includes(action.kind)) leading.breakAway();
    if (action.kind === 'arm') desk.shaping = false;
    act(action, desk);
  };
  const lines = VIEWER_KEYS.map(({ key, text, action }): KeyBinding => ({
    scope: 'Image',
    chord: key === ' ' ? 'Space' : key,
    label: text,
    when,
    run: run(action),
  }));
  const brush = BRUSH_KEYS.map(({ key, text, action }): KeyBinding => ({
    scope: 'Image',
    chord: key,
    label: `${text}, with the brush in hand`,
    when: () => desk.position?.armed === 'labelmap',
    run: run(action),
  }));
  const presets = desk.viewer ? presetsOf(desk.viewer.series) : [];
  const digits = presets.map(({ name }, index): KeyBinding => ({
    scope: 'Window',
    chord: String(index + 1),
    label: name,
    when,
    run: run({ kind: 'preset', number: index + 1 }),
  }));
  return [...lines, ...brush, ...digits];
}

function roomKeys(room: Room, desk: Desk, leading: Leading): KeyBinding[] {
  const scope = 'Room';
  const can = (): RoomActions => actions(room, desk);
  const canStep = (): boolean => desk.table?.writable === true && !isTextField(document.activeElement);
  return [
    {
      scope,
      chord: 'Ctrl+z',
      label: 'Undo my last step; with Shift, redo',
      when: canStep,
      run: ({ shiftKey }) => (shiftKey ? desk.redo() : desk.undo()),
    },
    { scope, chord: 'Ctrl+y', label: 'Redo', when: canStep, run: () => desk.redo() },
    {
      scope,
      chord: 'f',
      label: 'Follow the presenter, or look for yourself',
      when: () => leading.canToggle,
      run: () => leading.toggle(),
    },
    {
      scope,
      chord: 'm',
      label: 'Comment here',
      when: () => desk.table?.writable === true,
      run: () => (desk.summons += 1),
    },
    {
      scope,
      chord: 'u',
      label: 'Mark the whole image: a click or Enter does it',
      when: () => can().markImage,
      run: () => can().startMarkingImage(),
    },
    {
      scope,
      chord: 'Enter',
      label: 'Mark the whole image, with that tool in hand',
      when: () => desk.position?.armed === 'whole-image' && !isControl(document.activeElement),
      run: () => desk.viewer?.markImage(),
    },
    { scope, chord: 't', label: 'Back to the target', run: () => can().target() },
    { scope, chord: 'j', label: 'Draw the joint outline', when: () => can().shape, run: () => can().startShaping() },
  ];
}

function act(action: ViewerAction, desk: Desk): void {
  if (!desk.viewer) return;
  const presets = presetsOf(desk.viewer.series);
  perform(action, { viewer: desk.viewer, presets, toggleLabels: () => (desk.labels = !desk.labels) });
}
