import { json, type Route } from '../_call.js';

/** Files come one by one, as they are, and are only kept until they are read. */
export const uploadRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/uploads', run: ({ desk }) => json({ upload: desk.openUpload() }, 201) },
  {
    method: 'PUT',
    path: '/api/uploads/:upload/file',
    async run({ desk, parameters, query, request }) {
      const { folder, names } = desk.upload(parameters.upload);
      const modified = Number(query.get('modified') ?? Number.NaN);
      const time = Number.isSafeInteger(modified) && modified > 0 && modified < 8e12 ? modified : null;
      const name = await desk.spool.keep(folder, query.get('name') ?? '', time, request);
      // A dropped folder is one operand, as it would be on the command line.
      const [operand] = name.split('/');
      if (!names.includes(operand)) names.push(operand);
      return json({ name }, 201);
    },
  },
];
