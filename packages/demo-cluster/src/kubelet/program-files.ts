import type { ImageProfile } from './image-table.ts';

const NGINX_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto; font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is running in the demo cluster.</p>
</body>
</html>
`;

const NGINX_SITE = '/etc/nginx/conf.d/default.conf';

const NGINX = {
  '/etc/nginx/nginx.conf':
    'user  nginx;\nworker_processes  auto;\n\nerror_log  /var/log/nginx/error.log notice;\npid        /run/nginx.pid;\n\nevents {\n    worker_connections  1024;\n}\n\nhttp {\n    include       /etc/nginx/mime.types;\n    default_type  application/octet-stream;\n    sendfile        on;\n    keepalive_timeout  65;\n    include /etc/nginx/conf.d/*.conf;\n}\n',
  [NGINX_SITE]:
    'server {\n    listen       80;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n\n    error_page   500 502 503 504  /50x.html;\n}\n',
  '/etc/nginx/mime.types': 'types {\n    text/html html htm;\n    text/css css;\n    application/javascript js;\n}\n',
  '/usr/share/nginx/html/index.html': NGINX_PAGE,
  '/usr/share/nginx/html/50x.html':
    '<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n',
  '/docker-entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
};

const SERVER_JS = `var http = require('http');
var requests=0;
var podname= process.env.HOSTNAME;
var startTime;
var host;
var handleRequest = function(request, response) {
  response.setHeader('Content-Type', 'text/plain');
  response.writeHead(200);
  response.write("Hello Kubernetes bootcamp! | Running on: ");
  response.write(host);
  response.end(" | v=1\\n");
  console.log("Running On:" ,host, "| Total Requests:", ++requests,"| App Uptime:", (new Date() - startTime)/1000 , "seconds", "| Log Time:",new Date());
}
var www = http.createServer(handleRequest);
www.listen(8080,function () {
    startTime = new Date();;
    host = process.env.HOSTNAME;
    console.log ("Kubernetes Bootcamp App Started At:",startTime, "| Running On: " ,host, "\\n" );
});
`;

/** Key of an image's program → the files that come with it. */
const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nginx: NGINX,
  'nginx-health': {
    ...NGINX,
    [NGINX_SITE]: NGINX[NGINX_SITE].replace(
      '    location / {',
      '    location = /health {\n        return 200 "ok\\n";\n    }\n\n    location / {',
    ),
  },
  httpd: { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
  'php-apache': {
    '/var/www/html/index.php': '<?php phpinfo();\n',
    '/var/www/html/index.html': '<html><body><h1>It works!</h1></body></html>\n',
  },
  tomcat: {
    '/usr/local/tomcat/webapps/ROOT/index.html':
      '<html><head><title>Apache Tomcat</title></head><body><h1>Apache Tomcat</h1></body></html>\n',
  },
  redis: { '/data/dump.rdb': 'REDIS0011\n' },
  bootcamp: { '/server.js': SERVER_JS },
  shop: { '/app/server': '', '/app/VERSION': '2.7.1\n' },
  payments: { '/app/server': '', '/app/VERSION': '3.2.0\n' },
};

/** The files of the program that an image is made for. */
export function programFiles({ program, ports }: ImageProfile): Readonly<Record<string, string>> {
  const files = Object.hasOwn(FILES, program) ? (FILES[program] ?? {}) : {};
  const site = files[NGINX_SITE];
  return site === undefined ? files : { ...files, [NGINX_SITE]: site.replace('80;', `${ports[0] ?? 80};`) };
}
