/** One tab stop for a group of choices: arrows, Home and End move inside it, as the ARIA radio group and tab patterns ask. */

/** The index the key leads to, or null when the key means something else. Wraps at both ends. */
export function movedIndex(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (index + 1) % count;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (Math.max(index, 0) - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** Moves the focus to the group's member at `index`. */
export function focusMember(group: HTMLElement, role: 'radio' | 'tab', index: number): void {
  group.querySelectorAll<HTMLElement>(`[role="${role}"]`)[index]?.focus();
}
