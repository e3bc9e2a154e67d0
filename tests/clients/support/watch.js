// Looks at every answer that any client in this process gets from our servers: masto and our own requests go through
// fetch, megalodon through axios. An answer that is not as documented fails the request that got it.
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { problems } from './entities.js';
import { endpointOf } from './routes.js';

// Debian 12's Node.js 18 has no AbortSignal.any, and masto calls it with at most the one signal that we give it.
AbortSignal.any ??= (signals) => signals[0] ?? new AbortController().signal;

const servers = new Map(); // By origin.
const unchecked = new AsyncLocalStorage();

export function watch(server) {
    server.heard = new Map(); // "GET /api/v1/accounts/:id" → how often it succeeded.
    server.users = new Set(); // The access tokens that belong to a person.
    servers.set(server.url, server);
}

// Runs `body` without looking at its answers: for what is wrong on purpose.
export const unwatched = (body) => unchecked.run(true, body);

// What the clients that ran since the last call were answered, as "METHOD /path/:of/the/documentation".
export function heardBy(server) {
    const heard = server.heard;
    server.heard = new Map();
    return heard;
}

function look(server, { method, url, status, type, text, token }) {
    const where = `${method} ${url.pathname}`;
    const fail = (what) => assert.fail(`${where}: ${what}\n${text.slice(0, 2000)}`);
    const isApi = url.pathname.startsWith('/api/') || url.pathname === '/oauth/token';
    if (status >= 500) fail(`answered ${status}`);
    if (status >= 400) {
        if (isApi && typeof parse(text)?.error !== 'string') fail(`${status} without an error text`);
        return;
    }
    const endpoint = endpointOf(method, url.pathname);
    if (!endpoint || status >= 300) return;

    const key = `${method} ${endpoint.path}`;
    server.heard.set(key, (server.heard.get(key) ?? 0) + 1);
    if (!endpoint.answers) return;
    if (!/^application\/(\w+\+)?json\b/.test(type)) fail(`content type ${type}`);
    const value = parse(text);
    const answers = endpoint.orScheduled && value?.scheduled_at ? 'ScheduledStatus' : endpoint.answers;
    const found = answers === '{}'
        ? text === '{}' ? [] : ['not an empty object']
        : problems(answers, value, { signedIn: isSignedIn(server, method, token), withSource: endpoint.withSource });
    if (found.length > 0) fail(`not a ${answers}:\n  ${found.slice(0, 20).join('\n  ')}`);
}

// Undefined when it is not known: a body may carry a token, too.
function isSignedIn(server, method, token) {
    if (!token && method !== 'GET') return undefined;
    return server.users.has(token);
}

function parse(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

const tokenOf = (authorization, url) => /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? url.searchParams.get('access_token');

const realFetch = globalThis.fetch;
globalThis.fetch = async (resource, options) => {
    const request = new Request(resource, options);
    const url = new URL(request.url);
    const answer = await realFetch(request);
    const server = servers.get(url.origin);
    const type = answer.headers.get('content-type') ?? '';
    if (!server || unchecked.getStore() || type.startsWith('text/event-stream')) return answer;
    look(server, {
        method: request.method, url, status: answer.status, type, text: await answer.clone().text(),
        token: tokenOf(request.headers.get('authorization'), url),
    });
    return answer;
};

const axios = createRequire(import.meta.url)('axios'); // The copy that megalodon requires.
function lookAtAxios(answer) {
    const url = new URL(axios.getUri(answer.config));
    const server = servers.get(url.origin);
    if (!server || unchecked.getStore()) return;
    look(server, {
        method: answer.config.method.toUpperCase(), url, status: answer.status, type: String(answer.headers['content-type']),
        text: JSON.stringify(answer.data), token: tokenOf(answer.config.headers.Authorization, url),
    });
}
axios.interceptors.response.use((answer) => {
    lookAtAxios(answer);
    return answer;
}, (error) => {
    if (error.response) lookAtAxios(error.response);
    return Promise.reject(error);
});
