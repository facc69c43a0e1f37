import { testRule } from './_rule-test.js';
import { microsoft, powershell, rented } from './_subjects.js';
import { alternativeWebPort } from './alternative-web-port.js';

testRule(alternativeWebPort, {
  fires: [
    ['alternative-web-port', { ...rented, ports: ['8080/tcp'] }],
    ['alternative-web-port.radio', { ...rented, ports: ['8000/tcp'] }],
    // A program that is seen is no radio of which nothing is known.
    ['alternative-web-port', { ...rented, ports: ['8000/tcp'], programs: [powershell] }],
    ['alternative-web-port.private', { kind: 'special', ports: ['8080/tcp'] }],
  ],
  quiet: [{ ...microsoft, ports: ['8080/tcp'] }, { ...rented, ports: ['8080/udp'] }, { ports: ['443/tcp'] }],
});
