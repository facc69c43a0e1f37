import { jsonObject } from '../shape.js';
import type { HttpSource } from '../source.js';
import { oneByOne } from './_answers.js';
import { readIpinfo } from './_ipinfo.js';
import { ipinfo } from './ipinfo.js';

/** IPinfo, older API: host name and city too, and with a paid plan what hides its users. Answers a little without a key. */
export const ipinfoDetails: HttpSource = {
  ...ipinfo,
  name: 'ipinfo-details',
  title: 'IPinfo details',
  hosts: ['ipinfo.io'],
  tells: 'Host name, city, AS; with a paid plan company, use and whether it hides its users',
  isDefault: false,
  key: { env: ['FAREND_IPINFO_KEY'], howToGet: 'https://ipinfo.io/account/token', isOptional: true },
  tlpCeiling: 'green',
  quota: { perSecond: 2, perDay: 1000, concurrent: 2, note: 'By plan; without a key about a thousand a day.' },
  batch: 1,
  url: 'https://ipinfo.io/developers',
  revision: 1,
  reliability: 0.4,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://ipinfo.io/${encodeURIComponent(one?.text ?? '')}/json`,
    headers: { accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
  }),
  read: oneByOne([], (reply, asked) => readIpinfo(jsonObject(reply), asked)),
};
