// Every route of the API. A new one goes into a file of `routes/` and nowhere else; tests read this list.

import { type Route, refusal, route } from './route.ts';
import { parameterRoutes } from './routes/parameter-routes.ts';
import { phoneRoutes } from './routes/phone-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';

export const routes: readonly Route[] = [...sessionRoutes, ...phoneRoutes, ...parameterRoutes];

/** A WebSocket; asked for plainly it says so. */
export const liveRoute: Route = route({
  method: 'GET',
  path: '/api/live',
  access: 'user',
  scope: 'status',
  summary: 'WebSocket: the snapshot of /api/phone, then the parts of it that change',
  handle: () => refusal(426, 'webSocketOnly'),
});
