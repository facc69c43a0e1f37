import { askPlaces, type SourceFacts, sourceFacts } from '../flow/sources.js';
import { UserError } from '../model/errors.js';
import { terminalText } from '../report/terminal-text.js';
import type { Arguments } from './arguments.js';
import { requireHome } from './data-home.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { nearest } from './suggest.js';
import { thresholdsOf } from './xforce-thresholds.js';

/** `farend sources`: prints what is known of each source; asks nobody. */
export async function showSources(args: Arguments, io: Io): Promise<number> {
  const places = askPlaces(requireHome(io), {
    env: io.env,
    keychain: await io.openKeychain(),
    thresholds: thresholdsOf(args, io),
  });
  const all = sourceFacts(places);
  const unknown = args.operands.find((word) => !all.some((source) => isNamed(source, word)));
  if (unknown !== undefined) throw unknownSource(unknown, all);
  const shown =
    args.operands.length === 0 ? all : all.filter((one) => args.operands.some((word) => isNamed(one, word)));
  if (args.has('json')) io.stdout.write(`${JSON.stringify({ sources: shown }, null, 2)}\n`);
  else
    io.stdout.write(
      shown
        .map(
          (source) =>
            `${lines(source)
              .map((line) => terminalText(line))
              .join('\n')}\n`,
        )
        .join('\n'),
    );
  return EXIT.done;
}

function isNamed({ name, service }: SourceFacts, word: string): boolean {
  return name === word || service === word;
}

function unknownSource(word: string, all: readonly SourceFacts[]): UserError {
  const names = all.map(({ name }) => name);
  const [near] = nearest(word, names, 1);
  return new UserError(
    `no online source ${word}`,
    near === undefined ? `Sources: ${names.join(', ')}` : `Did you mean ${near}?`,
  );
}

function lines(source: SourceFacts): string[] {
  const { name, title, tells, settings, isDefault, kind, sends, tlpCeiling, papCeiling, licence, url } = source;
  const asked = isDefault ? 'asked by --online' : `asked by --online=${name} only`;
  const field = (label: string, text: string): string => `  ${label.padEnd(8)} ${text}`;
  return [
    `${name}: ${title} (${kind === 'active' ? 'active: the peer may notice, wants --active; ' : 'passive; '}${asked})`,
    field('tells', settings === null ? tells : `${tells} (${settings})`),
    field('sends', sends),
    field('sharing', `up to TLP:${tlpCeiling.toUpperCase()} and PAP:${papCeiling.toUpperCase()}`),
    field('key', keyText(source)),
    field('quota', quotaText(source)),
    field('kept', `${source.maxAgeHours} h, "not known" ${source.negativeMaxAgeHours} h`),
    field('terms', licence),
    field('see', url),
  ];
}

function keyText({ key }: SourceFacts): string {
  if (key === null) return 'none needed';
  if (key.place !== 'none') return `from the ${key.place}`;
  const need = key.isOptional ? 'none; answers less without' : 'missing, not asked without';
  return `${need}: ${key.env.join(' and ')}, or farend keys set; get one: ${key.howToGet}`;
}

function quotaText({ quota }: SourceFacts): string {
  const { perSecond, perMinute, perHour, perDay, perMonth, note } = quota;
  const limits = [
    [perSecond, 'second'],
    [perMinute, 'minute'],
    [perHour, 'hour'],
    [perDay, 'day'],
    [perMonth, 'month'],
  ] as const;
  const said = limits.flatMap(([count, span]) => (count === undefined ? [] : [`${count} a ${span}`]));
  return [...said, note].join('; ');
}
