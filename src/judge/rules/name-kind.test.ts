import { testRule } from './_rule-test.js';
import { chrome } from './_subjects.js';
import { nameKindRule } from './name-kind.js';

testRule(nameKindRule, {
  fires: [
    ['name-kind.dynamic', { names: ['home.duckdns.org'] }],
    ['name-kind.echo', { names: ['api.ipify.org'] }],
    ['name-kind.sharing', { names: ['pastebin.com'] }],
    ['name-kind.cheap', { names: ['shop.example.top'] }],
  ],
  quiet: [
    { names: ['www.example.org', 'top', 'notduckdns.org.example'] },
    { names: ['pastebin.com'], programs: [chrome] },
  ],
});
