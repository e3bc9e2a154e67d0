// nginx in front: TLS on one port for each server behind it, as an operator would set it up.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { certificatesIn } from './certificates.js';

const READY_WITHIN_MS = 10_000;

// `routes`: [{ from: the port that speaks TLS, to: the port behind it }].
export async function startTls(routes) {
    const folder = mkdtempSync(path.join(tmpdir(), 'akebono-nginx-'));
    mkdirSync(path.join(folder, 'temp'));
    writeFileSync(path.join(folder, 'nginx.conf'), configuration(folder, routes));
    const nginx = spawn('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'error.log')],
        { stdio: ['ignore', 'inherit', 'inherit'] });
    const ended = once(nginx, 'close');
    process.on('exit', () => nginx.kill('SIGKILL'));
    for (const { from } of routes) await becomeReady(from, nginx);
    return {
        async stop() {
            nginx.kill('SIGTERM');
            await ended;
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

function configuration(folder, routes) {
    const { certificate, key } = certificatesIn(process.env.TEST_CERTIFICATES);
    const server = ({ from, to }) => `
        server {
            listen 127.0.0.1:${from} ssl http2;
            ssl_certificate ${certificate};
            ssl_certificate_key ${key};
            location / {
                proxy_pass http://127.0.0.1:${to};
                proxy_http_version 1.1;
                proxy_set_header Host $http_host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto https;
            }
        }`;
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/temp/${name};`);
    return `
    daemon off;
    master_process off;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log warn;
    events {}
    http {
        access_log off;
        ${temp.join('\n        ')}
        ${routes.map(server).join('\n')}
    }\n`;
}

async function becomeReady(port, nginx) {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline && nginx.exitCode === null) {
        const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost' });
        const isOpen = await Promise.race([once(socket, 'secureConnect').then(() => true), once(socket, 'close').then(() => false)])
            .catch(() => false);
        socket.destroy();
        if (isOpen) return;
        await pause(10); // Nobody listens yet.
    }
    throw new Error(`nginx does not serve TLS on port ${port}`);
}
