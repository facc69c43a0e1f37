import { compare } from '../../flow/compare.js';
import { json, type Route } from '../_call.js';

/** Two open investigations side by side. The command line does it with `farend compare`. */
export const compareRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/investigations/:id/compare/:before',
    run({ desk, parameters }) {
      const [before, after] = [desk.at(parameters.before), desk.at(parameters.id)];
      return json(compare(before.found.investigation, after.found.investigation));
    },
  },
];
