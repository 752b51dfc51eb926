/** What the plan for comparing names must be in the protocol: a finding, a field, a clause that is not there would never act. */
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { LesionCondition } from '../plan/cost-rules.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import { fits, type Field } from './field.ts';
import { problem, type ProtocolProblem } from './problem.ts';
import type { ProtocolContent } from './protocol.ts';

type Instructions = Pick<ProtocolContent, 'findings' | 'caseFields' | 'clauses'>;

export function planProblems(plan: AgreementPlan, instructions: Instructions): ProtocolProblem[] {
  const { findings, caseFields, clauses } = instructions;
  const ofFindings = findings.flatMap(({ fields }) => fields);
  const unknown = (ids: readonly string[], fields: readonly Field[]): number[] =>
    ids.flatMap((id, i) => (fields.some((field) => field.id === id) ? [] : [i]));
  return [
    ...unknown(plan.classFields, ofFindings).map((i) =>
      problem('unknown-class-field', `agreement.classFields.${String(i)}`),
    ),
    ...unknown(plan.caseFields ?? [], caseFields).map((i) =>
      problem('unknown-case-field', `agreement.caseFields.${String(i)}`),
    ),
    ...numberProblems(plan.tolerances, { path: 'agreement.tolerances', fields: [...ofFindings, ...caseFields] }),
    ...numberProblems(plan.cost?.steps, { path: 'agreement.cost.steps', fields: [...ofFindings, ...caseFields] }),
    ...figureProblems(plan.figures, caseFields),
    ...(plan.cost?.management ?? []).flatMap(({ when }, i) =>
      when.flatMap((condition, j) =>
        lesionProblems(condition, findings).map((tail) => ({
          ...tail,
          path: `agreement.cost.management.${String(i)}.when.${String(j)}${tail.path}`,
        })),
      ),
    ),
    ...(plan.resolve ?? []).flatMap(({ clause }, i) =>
      clauses.some(({ id }) => id === clause)
        ? []
        : [problem('unknown-clause', `agreement.resolve.${String(i)}.clause`)],
    ),
  ];
}

/** Lesions exist by being marked, so nothing about them is corrected for chance; and numbers have figures of their own. */
const figureProblems = (figures: AgreementPlan['figures'], caseFields: readonly Field[]): ProtocolProblem[] =>
  Object.keys(figures ?? {}).flatMap((id) => {
    const path = `agreement.figures.${id}`;
    const field = caseFields.find((one) => one.id === id);
    if (!field) return [problem('unknown-case-field', path)];
    return ['number', 'confidence', 'text'].includes(field.kind) ? [problem('no-closed-answers', path)] : [];
  });

/** What is said of the steps of a field has a meaning where its answers are numbers. */
function numberProblems(
  said: Readonly<Record<string, unknown>> | undefined,
  { path, fields }: { readonly path: string; readonly fields: readonly Field[] },
): ProtocolProblem[] {
  return Object.keys(said ?? {}).flatMap((id) => {
    const named = fields.filter((field) => field.id === id);
    if (named.length === 0) return [problem('unknown-plan-field', `${path}.${id}`)];
    return named.some(hasNumbers) ? [] : [problem('no-numbers', `${path}.${id}`)];
  });
}

const hasNumbers = ({ kind }: Field): boolean => ['number', 'ordinal', 'confidence'].includes(kind);

/** Paths begin behind the condition. */
function lesionProblems(condition: LesionCondition, findings: ProtocolContent['findings']): ProtocolProblem[] {
  switch (condition.about) {
    case 'finding':
      return condition.is.flatMap((id, i) =>
        findings.some((finding) => finding.id === id) ? [] : [problem('unknown-plan-finding', `.is.${String(i)}`)],
      );
    case 'diameter':
      return swapped(condition);
    case 'answer': {
      const named = fieldsNamed(condition.field, findings);
      if (named.length === 0) return [problem('unknown-plan-field', '.field')];
      return condition.is.flatMap((value, i) =>
        named.some((field) => fits(field, field.kind === 'choices' ? [String(value)] : value))
          ? []
          : [problem('value-outside-scale', `.is.${String(i)}`)],
      );
    }
    case 'value': {
      const named = fieldsNamed(condition.field, findings);
      if (named.length === 0) return [problem('unknown-plan-field', '.field')];
      return [...(named.some(hasNumbers) ? [] : [problem('no-numbers', '.field')]), ...swapped(condition)];
    }
    default:
      return exhaustive(condition);
  }
}

const fieldsNamed = (id: string, findings: ProtocolContent['findings']): Field[] =>
  findings.flatMap(({ fields }) => fields.filter((field) => field.id === id));

/** From 8 and below 6: nothing lies there. */
const swapped = ({ atLeast, below }: { readonly atLeast?: number | undefined; readonly below?: number | undefined }) =>
  atLeast !== undefined && below !== undefined && atLeast >= below ? [problem('range-swapped', '')] : [];
