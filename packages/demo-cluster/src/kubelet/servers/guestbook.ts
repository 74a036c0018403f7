import { NetworkFault } from '../network/cluster-network.ts';
import type { Process } from '../process.ts';
import type { Site } from './http-site.ts';
import { redisBehind } from './redis-protocol.ts';
import type { RedisServer } from './redis-server.ts';
import { accessLine } from './web-root.ts';

const PAGE = `<html ng-app="redis">
  <head>
    <title>Guestbook</title>
    <link rel="stylesheet" href="//netdna.bootstrapcdn.com/bootstrap/3.1.1/css/bootstrap.min.css">
  </head>
  <body ng-controller="RedisCtrl">
    <div style="width: 50%; margin-left: 20px">
      <h2>Guestbook</h2>
      <form>
        <input ng-model="msg" placeholder="Messages" class="form-control" type="text" name="input">
        <button type="button" class="btn btn-primary" ng-click="controller.onRedis()">Submit</button>
      </form>
      <div><div ng-repeat="msg in messages track by $index">{{msg}}</div></div>
    </div>
  </body>
</html>
`;

/** The front end of the guestbook: writes go to redis-leader, reads to redis-follower. */
export const guestbook: Site = {
  answer({ path, query }, process) {
    if (path === '/' || path === '/index.html')
      return { status: 200, headers: { 'content-type': 'text/html', server: 'Apache/2.4.10 (Debian)' }, body: PAGE };
    if (path !== '/guestbook.php')
      return { status: 404, headers: { 'content-type': 'text/html' }, body: 'Not Found\n' };
    const command = query.get('cmd');
    const key = query.get('key') ?? 'guestbook';
    const server = redisAt(command === 'set' ? 'redis-leader' : 'redis-follower', process);
    const headers = { 'content-type': 'application/json' };
    if (command === 'set') {
      server.execute(['set', key, query.get('value') ?? '']);
      return { status: 200, headers, body: '{"message": "Updated"}' };
    }
    const value = server.execute(['get', key]);
    return { status: 200, headers, body: JSON.stringify({ data: value.kind === 'bulk' ? (value.text ?? '') : '' }) };
  },
  log: (request, answer, process) => process.io.out(accessLine(request, answer, process)),
};

function redisAt(host: string, process: Process): RedisServer {
  const { sandbox } = process;
  const server = redisBehind(sandbox.options.world.network.find(host, 6379, sandbox.pod).listener);
  if (!server) throw new NetworkFault('refused', host);
  return server;
}

/** The leader of a replica: what the Service redis-leader leads to; undefined while there is none. */
export function leaderOf(process: Process): RedisServer | undefined {
  try {
    return redisAt('redis-leader', process);
  } catch (error) {
    if (error instanceof NetworkFault) return undefined;
    throw error;
  }
}
