// A real server of our own: a fresh data folder and database, a free port, people, and an end that is looked at.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import dns from 'node:dns';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, dropDatabase } from './postgresql.js';
import { watch } from './watch.js';

dns.setDefaultResultOrder('ipv4first'); // The server listens on 127.0.0.1, and its name is localhost.

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BINARY = process.env.AKEBONO_BINARY ?? path.join(ROOT, 'build/release/akebono');
const READY_WITHIN_MS = 20_000;
const STOPS_WITHIN_MS = 20_000;

// Every server of this file writes here, and the reporter shows its end when a test fails.
const LOG_FILE = path.join(
    ROOT, 'build/client-tests', process.env.AKEBONO_TEST_DATABASE ?? 'sqlite', path.basename(process.argv[1] ?? 'repl', '.test.js') + '.log');
mkdirSync(path.dirname(LOG_FILE), { recursive: true });
writeFileSync(LOG_FILE, '');

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

// `settings`: keys of akebono.toml over the ones that tests want. `engine`: sqlite, or postgresql when
// AKEBONO_TEST_POSTGRESQL names a server; default: what AKEBONO_TEST_DATABASE says.
export async function startServer({ settings = {}, engine = process.env.AKEBONO_TEST_DATABASE ?? 'sqlite' } = {}) {
    const server = new Server(await freePort(), settings);
    if (engine === 'postgresql') server.database = await createDatabase();
    await server.start();
    return server;
}

export class Server {
    // What must never stand in the log: passwords, tokens, addresses.
    secrets = new Set();
    log = [];
    database = null;

    constructor(port, settings) {
        this.port = port;
        this.domain = `localhost:${port}`;
        this.url = `http://${this.domain}`;
        this.folder = mkdtempSync(path.join(tmpdir(), 'akebono-clients-'));
        this.data = path.join(this.folder, 'data');
        this.settings = { domain: this.domain, listen: `127.0.0.1:${port}`, rate_limits: false, log: 'debug', ...settings };
        watch(this);
    }

    // Runs `akebono COMMAND…` on the same data, beside the running server. Its standard output.
    async cli(...command) {
        const run = promisify(execFile);
        const { stdout } = await run(BINARY, [...command, ...this.#where()], { cwd: this.folder, env: this.#environment() });
        return stdout;
    }

    // Starts and waits until it is ready; also after `kill`.
    async start() {
        this.#writeConfig();
        const child = spawn(BINARY, ['serve', ...this.#where()], {
            cwd: this.folder, env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'],
        });
        this.process = child;
        this.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
        running.add(child);
        child.on('error', (error) => this.#keep(`${BINARY} does not start: ${error.message}\n`));
        for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => this.#keep(text));
        await this.#becomeReady();
        for (const handle of [child, child.stdout, child.stderr]) handle.unref(); // A test that failed waits for nobody.
    }

    // No goodbye: what was answered must be there after the next start().
    async kill() {
        this.process.ref();
        this.process.kill('SIGKILL');
        await this.ended;
        running.delete(this.process);
    }

    // Asks it to end, and looks at how it ended and what it left in its log.
    async stop() {
        this.process.ref();
        this.process.kill('SIGTERM');
        const late = setTimeout(() => this.process.kill('SIGKILL'), STOPS_WITHIN_MS);
        const { code, signal } = await this.ended;
        clearTimeout(late);
        running.delete(this.process);
        if (this.database) await dropDatabase(this.database);
        rmSync(this.folder, { recursive: true, force: true });

        assert.deepEqual({ code, signal }, { code: 0, signal: null }, 'SIGTERM must end the server with exit code 0');
        this.checkLog();
    }

    checkLog() {
        const text = this.log.join('');
        const errors = text.split('\n').filter((line) => /"level":"error"/.test(line) || /\berror\b {2}/.test(line));
        assert.deepEqual(errors, [], 'the log has lines of level error');
        const leaked = [...this.secrets].filter((secret) => text.includes(secret));
        assert.deepEqual(leaked, [], 'the log has secrets in it');
    }

    #where() {
        return ['--config', path.join(this.folder, 'akebono.toml'), '--data', this.data];
    }

    // Ours alone: what the developer's shell sets for their own server is not for this one.
    #environment() {
        return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AKEBONO_')));
    }

    #writeConfig() {
        const settings = this.database ? { ...this.settings, database: this.database } : this.settings;
        const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
        writeFileSync(path.join(this.folder, 'akebono.toml'), lines.join(''));
    }

    #keep(text) {
        this.log.push(text);
        appendFileSync(LOG_FILE, text);
    }

    async #becomeReady() {
        const deadline = Date.now() + READY_WITHIN_MS;
        while (this.process.exitCode === null && this.process.signalCode === null && Date.now() < deadline) {
            const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
            await answer?.text();
            if (answer?.status === 200) return;
            await pause(5); // Nobody listens yet.
        }
        await this.kill();
        assert.fail(`the server did not become ready:\n${this.log.join('').slice(-4000)}`);
    }
}

// A port that nobody listens on. The kernel hands them out at random, so two tests hardly get the same one.
export async function freePort() {
    const listener = net.createServer();
    await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address();
    await new Promise((resolve) => listener.close(resolve));
    return port;
}
