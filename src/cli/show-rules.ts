import { PRIOR, type RuleFacts, ruleFacts, type RuleWeight } from '../flow/rules.js';
import { UserError } from '../model/errors.js';
import type { Arguments } from './arguments.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { nearest } from './suggest.js';

/** `farend rules`: prints every rule with its weights. */
export function showRules(args: Arguments, io: Io): number {
  const all = ruleFacts();
  const ids = all.map(({ id }) => id);
  const unknown = args.operands.find((word) => !ids.includes(word));
  if (unknown !== undefined) {
    const [near] = nearest(unknown, ids, 1);
    throw new UserError(`no rule ${unknown}`, near === undefined ? 'See: farend rules' : `Did you mean ${near}?`);
  }
  const shown = args.operands.length === 0 ? all : all.filter(({ id }) => args.operands.includes(id));
  if (args.has('json')) io.stdout.write(`${JSON.stringify({ prior: PRIOR, rules: shown }, null, 2)}\n`);
  else {
    io.stdout.write(
      `Before any evidence ${PRIOR} decibans; +10 makes malicious ten times likelier, -10 ten times less.\n`,
    );
    for (const rule of shown) io.stdout.write(`\n${lines(rule).join('\n')}\n`);
  }
  return EXIT.done;
}

function lines({
  id,
  title,
  family,
  why,
  falsePositives,
  attack,
  techniques,
  references,
  weights,
}: RuleFacts): string[] {
  return [
    `${id} (${family}): ${title}`,
    ...weights.map((weight) => `  ${signed(weight.decibans).padStart(4)}  ${weightText(id, weight)}`),
    `  why   ${why}`,
    `  errs  ${falsePositives}`,
    ...attack.map((technique, index) => `  ATT&CK ${technique} ${techniques[index]}`),
    ...references.map((reference) => `  see   ${reference}`),
  ];
}

function weightText(id: string, { key, from }: RuleWeight): string {
  const variant = key === id ? '' : `${key.slice(id.length + 1)}: `;
  return from.kind === 'argued'
    ? `${variant}argued from ${from.source}`
    : `${variant}measured on ${from.malicious} malicious and ${from.benign} benign peers`;
}

function signed(decibans: number): string {
  return decibans > 0 ? `+${decibans}` : String(decibans);
}
