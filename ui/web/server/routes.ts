// Every route of the API. A new one goes into a file of `routes/` and nowhere else; tests read this list.

import { openApiDocument } from './openapi.ts';
import { type Route, refusal, route } from './route.ts';
import { backupRoutes } from './routes/backup-routes.ts';
import { certificateRoutes } from './routes/certificate-routes.ts';
import { deviceRoutes } from './routes/device-routes.ts';
import { diagnosticsRoutes } from './routes/diagnostics-routes.ts';
import { directoryRoutes } from './routes/directory-routes.ts';
import { fileRoutes } from './routes/file-routes.ts';
import { hotDeskRoutes } from './routes/hot-desk-routes.ts';
import { languageRoutes } from './routes/language-routes.ts';
import { parameterRoutes } from './routes/parameter-routes.ts';
import { phoneRoutes } from './routes/phone-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';

const described: readonly Route[] = [
  ...sessionRoutes,
  ...tokenRoutes,
  ...phoneRoutes,
  ...hotDeskRoutes,
  ...directoryRoutes,
  ...parameterRoutes,
  ...diagnosticsRoutes,
  ...deviceRoutes,
  ...fileRoutes,
  ...languageRoutes,
  ...certificateRoutes,
  ...backupRoutes,
];

/** A WebSocket; asked for plainly it says so. */
export const liveRoute: Route = route({
  method: 'GET',
  path: '/api/live',
  access: 'user',
  scope: 'status',
  summary: 'WebSocket: the snapshot of /api/phone, then the parts of it that change',
  handle: () => refusal(426, 'webSocketOnly'),
});

/** The description describes itself, too. */
const descriptionRoute: Route = route({
  method: 'GET',
  path: '/api/openapi.json',
  access: 'user',
  scope: 'status',
  summary: 'This description',
  answer: { type: 'object', properties: {}, description: 'OpenAPI 3.1' },
  sent: 'lasting',
  handle: ({ phone }) => openApiDocument(routes, phone.snapshot.status.version),
});

export const routes: readonly Route[] = [...described, liveRoute, descriptionRoute];
