import type { ConnectGuide } from '$lib/ipc';

/** What the connect screen is told; fewer permissions than in life. */
export const connectGuide: ConnectGuide = {
  environment: 'production',
  choosable: true,
  host: 'api.lever.co',
  permissions: [
    {
      title: 'Opportunities',
      scope: 'opportunities:write:admin',
      reads: 'who is in which stage',
      writes: 'stage moves that you ask for',
    },
    {
      title: 'Archive reasons',
      scope: 'archive_reasons:read:admin',
      reads: 'the reasons to choose from',
      writes: null,
    },
  ],
  offlineScope: 'offline_access',
  addresses: [47621, 47622, 47623].map((port) => ['http:', '', `127.0.0.1:${port}`, 'callback'].join('/')),
  patienceSeconds: 120,
};
