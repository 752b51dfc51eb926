import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { writtenProtocol } from '#tests/factories/written-protocol.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { LesionCondition } from '../plan/cost-rules.ts';
import type { Field } from './field.ts';
import { PROTOCOL_PROBLEMS } from './problem.ts';
import { checkedProtocol, isProblems } from './problems.ts';
import { ProtocolContentSchema, type Example, type Finding, type ProtocolContent } from './protocol.ts';

const finding = (over: Partial<Finding>): ProtocolContent['findings'] =>
  writtenProtocol.findings.map((one) => ({ ...one, ...over }));
const size = (over: object): Field => ({
  id: 'size',
  label: 'Size',
  required: false,
  kind: 'number',
  unit: 'mm',
  minimum: 0,
  maximum: 50,
  ...over,
});
const example: Example = {
  ...{ id: 'e', case: '018f6d2e-0000-7000-8000-000000000001', frame: { sop: '1.2', frame: 1 } },
  commentary: 'A mass.',
};
const clause = { id: 'window', number: '9.1', kind: 'rule', text: 'Again.' } as const;
const found = (content: unknown): string[] => {
  const checked = checkedProtocol(content);
  return isProblems(checked) ? checked.map(({ code, path }) => `${code} ${path}`) : [];
};

test('[PT6] a protocol without a problem is published as it is', () => {
  expect(checkedProtocol(writtenProtocol)).toEqual(writtenProtocol);
});

describe('[PT6] every contradiction has its code and its place', () => {
  const wrong: readonly (readonly [Partial<ProtocolContent>, string])[] = [
    [{ findings: [...writtenProtocol.findings, ...writtenProtocol.findings] }, 'duplicate-finding findings.1.id'],
    [{ clauses: [...writtenProtocol.clauses, clause] }, 'duplicate-clause clauses.9.id'],
    [
      { clauses: [...writtenProtocol.clauses, { ...clause, id: 'x', number: '1.1' }] },
      'duplicate-number clauses.9.number',
    ],
    [{ caseFields: [size({}), size({})] }, 'duplicate-field caseFields.1.id'],
    [{ caseFields: [size({ minimum: 50, maximum: 0 })] }, 'range-swapped caseFields.0'],
    [{ caseFields: [size({ when: { field: 'size', is: [1] } })] }, 'cyclic-condition caseFields.0.when'],
    [
      {
        caseFields: [
          size({ id: 'a', when: { field: 'b', is: [1] } }),
          size({ id: 'b', when: { field: 'a', is: [1] } }),
          size({}),
        ],
      },
      'cyclic-condition caseFields.0.when, cyclic-condition caseFields.1.when',
    ],
    [{ examples: [{ ...example, mark: { tool: 'length', points: [[1, 2]] } }] }, 'mark-incomplete examples.0.mark'],
    [{ caseFields: [size({ when: { field: 'mood', is: [1] } })] }, 'unknown-field caseFields.0.when.field'],
    [
      { caseFields: [size({}), size({ id: 'b', when: { field: 'size', is: [51] } })] },
      'value-outside-scale caseFields.1.when.is.0',
    ],
    [
      { findings: finding({ code: { scheme: 'SNOMED', value: '1', meaning: 'Nodule' } }) },
      'unknown-scheme findings.0.code.scheme',
    ],
    [
      { findings: finding({ code: { scheme: 'SCT', value: '27925005', meaning: 'Nodule' } }) },
      'unknown-code findings.0.code.value',
    ],
    [
      { agreement: { ...writtenProtocol.agreement, classFields: ['mood'] } },
      'unknown-class-field agreement.classFields.0',
    ],
    [
      {
        caseFields: [
          {
            id: 'r',
            label: 'R',
            required: true,
            kind: 'ordinal',
            anchors: [
              { value: 1, label: 'A' },
              { value: 1, label: 'B' },
            ],
          },
        ],
      },
      'duplicate-answer caseFields.0.anchors.1',
    ],
    [{ examples: [{ ...example, finding: 'mass' }] }, 'unknown-finding examples.0.finding'],
  ];
  test.each(wrong)('%j', (over, problem) => {
    expect(found({ ...writtenProtocol, ...over }).join(', ')).toBe(problem);
  });
});

describe('[PT21] what the plan for comparing names must be in the protocol', () => {
  const management = (...when: LesionCondition[]) => ({ cost: { management: [{ name: 'Follow up', when }] } });
  const at = 'agreement.cost.management.0.when.0';
  const majority = { by: 'majority', of: 'class', share: 0.6 } as const;
  const wrong: readonly (readonly [Partial<AgreementPlan>, string])[] = [
    [{ caseFields: ['quality', 'texture'] }, 'unknown-case-field agreement.caseFields.1'],
    [{ tolerances: { mood: 1 } }, 'unknown-plan-field agreement.tolerances.mood'],
    [{ tolerances: { texture: 1 } }, 'no-numbers agreement.tolerances.texture'],
    [{ figures: { texture: 'gwet-ac' } }, 'unknown-case-field agreement.figures.texture'],
    [{ figures: { note: 'gwet-ac' } }, 'no-closed-answers agreement.figures.note'],
    [{ cost: { management: [], steps: { mood: 1 } } }, 'unknown-plan-field agreement.cost.steps.mood'],
    [{ cost: { management: [], steps: { quality: 1 } } }, 'no-numbers agreement.cost.steps.quality'],
    [management({ about: 'finding', is: ['nodule', 'mass'] }), `unknown-plan-finding ${at}.is.1`],
    [management({ about: 'diameter', atLeast: 8, below: 6 }), `range-swapped ${at}`],
    [management({ about: 'answer', field: 'quality', is: ['adequate'] }), `unknown-plan-field ${at}.field`],
    [management({ about: 'answer', field: 'malignancy', is: [5, 6] }), `value-outside-scale ${at}.is.1`],
    [management({ about: 'value', field: 'mood', atLeast: 1 }), `unknown-plan-field ${at}.field`],
    [management({ about: 'value', field: 'texture', atLeast: 1 }), `no-numbers ${at}.field`],
    [management({ about: 'value', field: 'malignancy', atLeast: 4, below: 4 }), `range-swapped ${at}`],
    [
      {
        resolve: [
          { ...majority, clause: 'solid' },
          { ...majority, clause: '4.1' },
        ],
      },
      'unknown-clause agreement.resolve.1.clause',
    ],
  ];
  test.each(wrong)('%j', (over, problem) => {
    const agreement = { ...writtenProtocol.agreement, ...over };
    expect(found({ ...writtenProtocol, agreement })).toEqual([problem]);
  });
});

test('[PT6] all problems are listed at once, of the form and of the rules', () => {
  const content = {
    ...writtenProtocol,
    title: ' ',
    clauses: [...writtenProtocol.clauses, clause],
    caseFields: [size({ minimum: 99 })],
  };
  expect(found(content)).toEqual(['form title', 'range-swapped caseFields.0', 'duplicate-clause clauses.9.id']);
  expect(found({ title: 1 })).toContain('form question');
  expect(found(null)).toEqual(['form ']);
});

test('[PT6] every problem has a sentence', () => {
  for (const sentence of Object.values(PROTOCOL_PROBLEMS)) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

test('[PT7] a version published before loads unchanged, with its hash, also where it breaks a rule that came later', () => {
  const before = { ...writtenProtocol, caseFields: [size({ minimum: 50, maximum: 0 })] };
  const loaded = v.parse(ProtocolContentSchema, JSON.parse(canonicalJson(before)));
  expect(canonicalJson(loaded)).toBe(canonicalJson(before));
  const hash = createHash('sha256')
    .update(canonicalJson(v.parse(ProtocolContentSchema, writtenProtocol)))
    .digest('hex');
  expect(hash).toBe(createHash('sha256').update(canonicalJson(writtenProtocol)).digest('hex'));
});
