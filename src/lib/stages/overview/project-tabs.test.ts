import { describe, expect, it } from 'vitest';
import { PROJECT_ROLES } from '#domain/access/actor.ts';
import { allows, tabsFor } from './project-tabs.ts';

const labels = (...roles: Parameters<typeof tabsFor>[1][number][]): string[] =>
  tabsFor('p', roles).map(({ label }) => label);

describe('tabs of a project', () => {
  it('nobody is offered a page that would be refused', () => {
    expect(labels()).toEqual([]);
    expect(labels('reader')).toEqual(['Overview', 'Protocol']);
    expect(labels('editor')).toEqual(['Overview', 'Protocol']);
    expect(labels('panellist')).toEqual(['Overview', 'Protocol', 'Sessions']);
    expect(labels('oversight')).toEqual(['Overview', 'Protocol', 'People']);
    expect(labels('lead')).toHaveLength(8);
  });

  it('roles add up', () => {
    expect(new Set(labels('reader', 'lead'))).toEqual(new Set(labels('lead')));
    expect(PROJECT_ROLES.filter((role) => allows([role], 'read.do'))).toEqual(['reader']);
  });
});
