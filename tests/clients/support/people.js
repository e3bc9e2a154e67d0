// People with an account and a signed-in app, made as real ones are: by the command line and by the OAuth pages.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { createRestAPIClient } from 'masto';
import { Visitor } from './visitor.js';

const megalodonLibrary = createRequire(import.meta.url)('megalodon');
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';
const ALL_SCOPES = 'read write follow push profile';

// Whoever calls the API: a person, an app, or nobody.
export class Caller {
    constructor(server, token = null) {
        this.server = server;
        this.token = token;
        this.rest = createRestAPIClient({ url: server.url, ...(token ? { accessToken: token } : {}) });
        this.megalodon = megalodonLibrary.default('mastodon', server.url, token);
    }

    // One request as a program would write it: { status, headers, json }. `body` is JSON, URLSearchParams, FormData or text.
    async call(method, path, { body, headers = {} } = {}) {
        const isPlain = body !== undefined && (body === null || Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype);
        const answer = await fetch(new URL(path, this.server.url), {
            method,
            body: isPlain ? JSON.stringify(body) : body,
            headers: {
                ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
                ...(isPlain ? { 'content-type': 'application/json' } : {}),
                ...headers,
            },
            redirect: 'manual',
        });
        const text = await answer.text();
        const isJson = text !== '' && /json/.test(answer.headers.get('content-type') ?? '');
        return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : undefined };
    }

    // As `call`, for what must succeed: the JSON alone.
    async ask(method, path, options) {
        const { status, json, text } = await this.call(method, path, options);
        assert.ok(status >= 200 && status < 300, `${method} ${path}: ${status} ${text.slice(0, 500)}`);
        return json;
    }

    post(text, more = {}) {
        return this.ask('POST', '/api/v1/statuses', { body: { status: text, ...more } });
    }
}

export class Person extends Caller {
    constructor(server, token, { name, email, password, id }) {
        super(server, token);
        Object.assign(this, { name, email, password, id });
    }

    // The same person with another token.
    async withScopes(scopes) {
        const { access_token: token } = await signIn(this.server, this, { scopes });
        return new Person(this.server, token, this);
    }
}

// Creates an account beside the running server, and signs it in. `settings` go to update_credentials: { locked: true }.
export async function addPerson(server, name, { scopes = ALL_SCOPES, role, settings } = {}) {
    const person = { name, email: `${name}.${canary()}@mail.test`, password: `pass-${canary()}` };
    server.secrets.add(person.email).add(person.password);
    await server.cli('accounts', 'create', name, '--email', person.email, '--password', person.password, '--confirmed',
        ...(role ? ['--role', role] : []));

    const { access_token: token } = await signIn(server, person, { scopes });
    const { id } = await new Caller(server, token).ask('GET', '/api/v1/accounts/verify_credentials');
    const signedIn = new Person(server, token, { ...person, id });
    if (settings) await signedIn.ask('PATCH', '/api/v1/accounts/update_credentials', { body: settings });
    return signedIn;
}

export const nobody = (server) => new Caller(server);

export async function registerApp(server, { scopes = ALL_SCOPES, redirectUris = OUT_OF_BAND } = {}) {
    const app = await nobody(server).ask('POST', '/api/v1/apps', {
        body: { client_name: 'Tests', redirect_uris: redirectUris, scopes, website: 'https://client.test' },
    });
    server.secrets.add(app.client_secret);
    return app;
}

// From an app's registration to its token, through the pages, without JavaScript.
export async function signIn(server, person, { scopes = ALL_SCOPES, app } = {}) {
    app ??= await registerApp(server, { scopes });
    const verifier = canary() + canary();
    const code = await authorize(server, person, app, { scopes, challenge: challengeOf(verifier) });
    const token = await nobody(server).ask('POST', '/oauth/token', {
        body: new URLSearchParams({
            grant_type: 'authorization_code', client_id: app.client_id, client_secret: app.client_secret,
            redirect_uri: OUT_OF_BAND, code, code_verifier: verifier,
        }),
    });
    server.secrets.add(token.access_token);
    server.users.add(token.access_token);
    return token;
}

// The code that the out-of-band page shows.
async function authorize(server, person, app, { scopes, challenge }) {
    const visitor = new Visitor(server.url);
    const query = new URLSearchParams({
        response_type: 'code', client_id: app.client_id, redirect_uri: OUT_OF_BAND, scope: scopes,
        code_challenge: challenge, code_challenge_method: 'S256',
    });
    const signInPage = await visitor.get(`/oauth/authorize?${query}`);
    const consentPage = await fillSignIn(visitor, signInPage, person);
    const codePage = await decide(visitor, consentPage, 'authorize');
    const code = codeOn(codePage.text);
    server.secrets.add(code);
    for (const value of visitor.cookies.values()) server.secrets.add(value);
    return code;
}

export function fillSignIn(visitor, page, { email, password }) {
    const form = page.forms.find(({ inputs }) => inputs.some(({ type }) => type === 'password'));
    assert.ok(form, `no sign-in form on ${page.url} (${page.status})`);
    const who = form.inputs.find(({ type }) => type === 'email' || type === 'text');
    const secret = form.inputs.find(({ type }) => type === 'password');
    return visitor.submit(page, form, { [who.name]: email, [secret.name]: password });
}

const LABELS = { authorize: /authori[sz]e|allow|許可|承認/i, deny: /deny|cancel|拒否|キャンセル/i };

export function decide(visitor, page, decision) {
    for (const form of page.forms) {
        const button = form.buttons.find(({ label }) => LABELS[decision].test(label));
        if (button) return visitor.submit(page, form, {}, button);
    }
    assert.fail(`no button to ${decision} on ${page.url} (${page.status}):\n${page.text.slice(0, 2000)}`);
}

export function codeOn(html) {
    const text = html.replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>/g, '');
    const code = /(?:value="|>)\s*([A-Za-z0-9_-]{30,})\s*(?:"|<)/.exec(text)?.[1];
    assert.ok(code, `no code on the page:\n${text.slice(0, 2000)}`);
    return code;
}

export const canary = () => randomBytes(12).toString('hex');
export const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');
