// A real mail server beside the tests, with a certificate of its own.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('smtp_server.py', import.meta.url));
const WAITS_MS = 20_000;

export async function startMailServer() {
    const folder = mkdtempSync(path.join(tmpdir(), 'akebono-mail-'));
    const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
        '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    const child = spawn('/usr/bin/python3', [SCRIPT, certificate, key], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value: port } = await lines.next();
    return {
        // Keys of akebono.toml.
        settings: {
            'smtp.server': `localhost:${port}`, 'smtp.user': 'akebono', 'smtp.password': 'mail-secret', 'smtp.ca_file': certificate,
        },
        // The next message.
        async next() {
            const late = setTimeout(() => child.kill(), WAITS_MS);
            const { value, done } = await lines.next();
            clearTimeout(late);
            if (done) throw new Error('no mail came');
            return JSON.parse(value);
        },
        async stop() {
            const ended = new Promise((resolve) => child.on('close', resolve));
            child.stdin.end();
            const late = setTimeout(() => child.kill('SIGKILL'), WAITS_MS);
            await ended;
            clearTimeout(late);
            rmSync(folder, { recursive: true, force: true });
        },
    };
}
