import { dataHome } from '../flow/data-home.js';
import type { KnowledgeOptions } from '../flow/knowledge.js';
import type { Arguments } from './arguments.js';
import { inGroup, type Option } from './command.js';
import type { Io } from './io.js';

/** What a user can add to the embedded knowledge; shared by the commands that look something up. */
export const KNOWLEDGE_OPTIONS: readonly Option[] = inGroup('Lists and data of your own', [
  {
    name: 'list',
    value: { placeholder: 'FILE', isFile: true },
    isRepeatable: true,
    says: 'Addresses to watch for: text, CSV, STIX, MISP; repeatable',
  },
  {
    name: 'allow',
    value: { placeholder: 'FILE', isFile: true },
    isRepeatable: true,
    says: 'Addresses you accept, each with a reason and an end date; they stay in the report',
  },
  {
    name: 'pack',
    value: { placeholder: 'FILE', isFile: true },
    says: 'Exported pack to use instead of the updated one',
  },
  {
    name: 'mmdb',
    value: { placeholder: 'FILE', isFile: true },
    says: 'Your MaxMind, IPinfo or DB-IP file, shown beside',
  },
]);

/** Where knowledge comes from, as the arguments and the environment say. */
export function knowledgeOptions(args: Arguments, io: Io): KnowledgeOptions {
  return {
    directory: io.packDirectory,
    now: io.now(),
    home: dataHome(io.env, process.platform),
    pack: args.value('pack'),
    mmdb: args.value('mmdb'),
    watch: args.values('list'),
    allow: args.values('allow'),
  };
}
