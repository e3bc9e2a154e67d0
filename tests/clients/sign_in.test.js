// How a person lets an app in: the pages in Chromium, at two widths, in two languages, with and without JavaScript; then what the app does.
import assert from 'node:assert/strict';
import http from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { createOAuthAPIClient, createRestAPIClient } from 'masto';
import { checkPage, openBrowser, openPage, screenshot } from './support/browser.js';
import { addPerson, canary, challengeOf, codeOn, decide, fillSignIn, nobody, OUT_OF_BAND, registerApp, signIn } from './support/people.js';
import { startServer } from './support/server.js';
import { setCookies, Visitor } from './support/visitor.js';

const { default: generator } = createRequire(import.meta.url)('megalodon');

let server, browser, alice, listener, callback;

before(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    alice = await addPerson(server, 'alice');
    listener = http.createServer((request, response) => response.end('<!doctype html><title>app</title>thanks'));
    await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
    callback = `http://localhost:${listener.address().port}/callback`;
});
after(async () => {
    await browser?.close();
    listener?.close();
    await server.stop();
});

const APPROVE = /authori[sz]e|allow|許可|承認/i;
const DENY = /deny|cancel|拒否|キャンセル/i;
const SIGN_IN = /sign in|log in|ログイン|サインイン/i;

const authorizeUrl = (app, parameters = {}) => `${server.url}/oauth/authorize?${new URLSearchParams({
    response_type: 'code', client_id: app.client_id, redirect_uri: OUT_OF_BAND, scope: 'read write follow push', ...parameters,
})}`;

async function typeCredentials(page, { email, password }) {
    await page.locator('input[type=email], input[type=text]').first().fill(email);
    await page.locator('input[type=password]').fill(password);
    await page.getByRole('button', { name: SIGN_IN }).click();
}

// Each way once: how the page is seen, which library asks, and where the code goes.
const ways = [
    { size: 'phone', locale: 'ja', javaScript: false, library: 'masto', to: 'listener', pkce: true },
    { size: 'phone', locale: 'en', javaScript: false, library: 'megalodon', to: 'page', pkce: false },
    { size: 'desktop', locale: 'ja', javaScript: true, library: 'megalodon', to: 'listener', pkce: false },
    { size: 'desktop', locale: 'en', javaScript: true, library: 'masto', to: 'page', pkce: true },
];
for (const way of ways) {
    const { size, locale, javaScript, library, to, pkce } = way;
    test(`${size}, ${locale}, ${javaScript ? 'with' : 'without'} JavaScript: ${library}, code to the ${to}${pkce ? ', PKCE' : ''}`, async () => {
        const page = await openPage(browser, way);
        const redirectUri = to === 'page' ? OUT_OF_BAND : callback;
        const app = await nobody(server).megalodon.createApp('時計 <b>&amp; Clock</b>', {
            scopes: ['read', 'write', 'follow', 'push'], redirect_uris: redirectUri, website: 'https://clock.test',
        });
        const [verifier, state] = [canary() + canary(), canary()];
        server.secrets.add(app.client_secret);

        await page.goto(authorizeUrl(app, {
            redirect_uri: redirectUri, state, ...(pkce ? { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' } : {}),
        }));
        if (javaScript) await checkPage(page, locale);
        assert.equal(await page.getByRole('alert').count(), 0, 'nothing is wrong yet');
        await screenshot(page, `sign-in-${size}-${locale}`);

        await typeCredentials(page, { ...alice, password: 'wrong password' });
        assert.equal(await page.locator('input[type=email], input[type=text]').first().inputValue(), alice.email, 'the address need not be typed again');
        assert.notEqual((await page.getByRole('alert').innerText()).trim(), '');
        await screenshot(page, `sign-in-refused-${size}-${locale}`);
        await typeCredentials(page, alice);

        if (javaScript) await checkPage(page, locale);
        const said = await page.locator('body').innerText();
        assert.ok(said.includes('時計 <b>&amp; Clock</b>'), 'the app’s name, as text');
        assert.ok(said.includes('alice'), 'who is about to let it in');
        await screenshot(page, `consent-${size}-${locale}`);

        await page.getByRole('button', { name: APPROVE }).click();
        const code = to === 'page' ? codeOn(await page.content()) : new URL(page.url()).searchParams.get('code');
        if (to === 'page') await screenshot(page, `code-${size}-${locale}`);
        else assert.equal(new URL(page.url()).searchParams.get('state'), state);
        assert.deepEqual(page.complaints.filter((text) => !/401|422|favicon/.test(text)), []);
        await page.context().close();

        const token = library === 'masto'
            ? (await createOAuthAPIClient({ url: server.url }).token.create({
                grantType: 'authorization_code', clientId: app.client_id, clientSecret: app.client_secret, redirectUri, code,
                ...(pkce ? { codeVerifier: verifier } : {}),
            })).accessToken
            : (await generator('mastodon', server.url).fetchAccessToken(app.client_id, app.client_secret, code, redirectUri)).access_token;
        server.secrets.add(code).add(token);
        server.users.add(token);
        assert.equal((await createRestAPIClient({ url: server.url, accessToken: token }).v1.accounts.verifyCredentials()).id, alice.id);
    });
}

for (const [size, locale] of [['phone', 'ja'], ['desktop', 'en']]) {
    test(`the front page says where one is: ${size}, ${locale}`, async () => {
        const page = await openPage(browser, { size, locale });
        await page.goto(server.url);

        await checkPage(page, locale);
        assert.ok((await page.locator('body').innerText()).includes(server.domain), 'the address that an app asks for');
        await screenshot(page, `front-${size}-${locale}`);
        assert.deepEqual(page.complaints, []);
        await page.context().close();
    });
}

test('the keyboard is enough, and 320 pixels are enough', async () => {
    const app = await registerApp(server);
    const page = await openPage(browser, { size: 'small' });
    await page.goto(authorizeUrl(app));

    await checkPage(page, 'en');
    await page.locator('input[type=email], input[type=text]').first().focus();
    await page.keyboard.type(alice.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(alice.password);
    await Promise.all([page.waitForURL((url) => !url.pathname.includes('sign_in')), page.keyboard.press('Enter')]);
    await checkPage(page, 'en');
    await page.getByRole('button', { name: APPROVE }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname.includes('native') || url.searchParams.has('code'));

    codeOn(await page.content());
    await page.context().close();
});

test('who says no sends the app away without a code', async () => {
    const app = await registerApp(server, { redirectUris: callback });
    const page = await openPage(browser);
    await page.goto(authorizeUrl(app, { redirect_uri: callback, state: 'a b&c' }));
    await typeCredentials(page, alice);
    await page.getByRole('button', { name: DENY }).click();
    const { searchParams } = new URL(page.url());

    assert.deepEqual([searchParams.get('error'), searchParams.get('state'), searchParams.get('code')], ['access_denied', 'a b&c', null]);
    await page.context().close();
});

test('who is signed in is not asked for the password again, unless the app insists', async () => {
    const app = await registerApp(server);
    const visitor = new Visitor(server.url);
    await fillSignIn(visitor, await visitor.get(authorizeUrl(app)), alice);
    const hasPassword = ({ forms }) => forms.some(({ inputs }) => inputs.some(({ type }) => type === 'password'));

    const again = await visitor.get(authorizeUrl(await registerApp(server)));
    const forced = await visitor.get(authorizeUrl(app, { force_login: 'true' }));

    assert.equal(hasPassword(again), false);
    assert.equal(hasPassword(forced), true);
});

test('an app that was let in before is let in again without a question', async () => {
    const app = await registerApp(server, { redirectUris: callback });
    const visitor = new Visitor(server.url);
    const url = authorizeUrl(app, { redirect_uri: callback });
    const consent = await fillSignIn(visitor, await visitor.get(url), alice);
    const first = await decide(visitor, consent, 'authorize');
    await nobody(server).ask('POST', '/oauth/token', { body: {
        grant_type: 'authorization_code', client_id: app.client_id, client_secret: app.client_secret, redirect_uri: callback,
        code: new URL(first.location).searchParams.get('code'),
    } });

    const second = await visitor.get(url);

    assert.ok(second.location?.startsWith(`${callback}?code=`), second.location ?? second.text.slice(0, 300));
});

test('a request that is wrong gets a page that says so, and leads nowhere', async () => {
    const app = await registerApp(server, { redirectUris: callback, scopes: 'read' });
    const visitor = new Visitor(server.url);
    const wrong = {
        'an unknown app': { client_id: 'nobody' },
        'an address that the app did not register': { redirect_uri: 'https://evil.test/' },
        'an address that begins like the registered one': { redirect_uri: `${callback}.evil.test` },
    };
    for (const [name, parameters] of Object.entries(wrong)) {
        const page = await visitor.get(authorizeUrl(app, { redirect_uri: callback, scope: 'read', ...parameters }));
        assert.ok(page.status >= 400 && page.status < 500, `${name}: ${page.status}`);
        assert.equal(page.location, null, name);
        assert.ok(!/evil\.test"/.test(page.text.replace(/<input[^>]*>/g, '')), name);
    }
});

test('pages are safe to stand in a browser', async () => {
    const app = await registerApp(server);
    const signInPage = await fetch(authorizeUrl(app), { redirect: 'manual' });
    const visitor = new Visitor(server.url);
    const page = await visitor.get(authorizeUrl(app));
    const policy = page.headers.get('content-security-policy');

    assert.match(policy, /default-src 'none'|default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /base-uri 'none'|base-uri 'self'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/);
    assert.match(page.headers.get('cache-control'), /no-store/);
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.match(page.headers.get('referrer-policy'), /no-referrer|same-origin|strict-origin/);
    for (const cookie of setCookies(signInPage.headers)) {
        assert.match(cookie, /^__Host-/);
        for (const flag of [/; ?Secure/i, /; ?HttpOnly/i, /; ?SameSite=(Lax|Strict)/i, /; ?Path=\/(;|$)/i]) assert.match(cookie, flag);
        assert.doesNotMatch(cookie, /; ?Domain/i);
    }
});

test('a form from another site is refused', async () => {
    const app = await registerApp(server);
    const visitor = new Visitor(server.url);
    const consent = await fillSignIn(visitor, await visitor.get(authorizeUrl(app)), alice);
    const form = consent.forms.find(({ buttons }) => buttons.some(({ label }) => APPROVE.test(label)));
    const forged = { ...form, inputs: form.inputs.map((input) => (/token|csrf/i.test(input.name) ? { ...input, value: 'guessed' } : input)) };
    const withoutToken = { ...form, inputs: form.inputs.filter((input) => !/token|csrf/i.test(input.name)) };

    for (const attempt of [forged, withoutToken]) {
        const { status, location, text } = await visitor.submit(consent, attempt);
        assert.ok(status >= 400 && status < 500, `${status}`);
        assert.equal(location, null);
        assert.ok(!/name="code"|\bcode=/.test(text));
    }
});

test('a token is given for the right code, once, to the right app, and to nobody else', async () => {
    const [app, other] = [await registerApp(server), await registerApp(server)];
    const verifier = canary() + canary();
    const newCode = async (parameters = {}) => {
        const visitor = new Visitor(server.url);
        const consent = await fillSignIn(visitor, await visitor.get(authorizeUrl(app, parameters)), alice);
        return codeOn((await decide(visitor, consent, 'authorize')).text);
    };
    const exchange = (code, more = {}) => nobody(server).call('POST', '/oauth/token', { body: {
        grant_type: 'authorization_code', client_id: app.client_id, client_secret: app.client_secret, redirect_uri: OUT_OF_BAND, code, ...more,
    } });
    const refused = async (answer, status, error) => {
        const { json, ...rest } = await answer;
        assert.deepEqual([rest.status, json.error], [status, error]);
        assert.equal(typeof json.error_description, 'string');
    };
    const withChallenge = await newCode({ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' });

    await refused(exchange(withChallenge, { code_verifier: 'another'.repeat(8) }), 400, 'invalid_grant');
    await refused(exchange(await newCode({ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' })), 400, 'invalid_request');
    await refused(exchange(await newCode(), { client_id: other.client_id, client_secret: other.client_secret }), 400, 'invalid_grant');
    await refused(exchange(await newCode(), { redirect_uri: 'https://evil.test/' }), 400, 'invalid_grant');
    await refused(exchange(await newCode(), { client_secret: 'wrong' }), 401, 'invalid_client');
    await refused(exchange(await newCode(), { client_id: 'nobody' }), 401, 'invalid_client');
    await refused(exchange('nonsense'), 400, 'invalid_grant');
    await refused(exchange(await newCode(), { grant_type: 'password' }), 400, 'unsupported_grant_type');
    const code = await newCode();
    assert.equal((await exchange(code)).status, 200);
    await refused(exchange(code), 400, 'invalid_grant');
});

test('an app of its own asks for no more than it registered, and its secret may come in the header', async () => {
    const app = await registerApp(server, { scopes: 'read' });
    const basic = `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'read:accounts' });

    const token = await nobody(server).ask('POST', '/oauth/token', { body, headers: { authorization: basic } });
    const tooMuch = await nobody(server).call('POST', '/oauth/token', {
        body: { grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret, scope: 'write' },
    });

    assert.equal(token.scope, 'read:accounts');
    assert.deepEqual([tooMuch.status, tooMuch.json.error], [400, 'invalid_scope']);
});

test('who guesses passwords is held up', async () => {
    const guarded = await startServer({ settings: { rate_limits: true } });
    const bob = await addPerson(guarded, 'bob');
    const app = await registerApp(guarded);
    const visitor = new Visitor(guarded.url);
    const url = authorizeUrl(app).replace(server.url, guarded.url);
    const answers = [];
    for (let i = 0; i < 30 && answers.at(-1) !== 429; i++) {
        const page = await visitor.get(url);
        answers.push((await fillSignIn(visitor, page, { ...bob, password: `guess ${i}` })).status);
    }

    assert.equal(answers.at(-1), 429);
    await guarded.stop();
});

test('fewer scopes open fewer doors', async () => {
    const { access_token: token } = await signIn(server, alice, { scopes: 'read:statuses write:favourites' });
    const rest = createRestAPIClient({ url: server.url, accessToken: token });
    const post = await alice.post('scoped');

    assert.equal((await rest.v1.statuses.$select(post.id).favourite()).favourited, true);
    await assert.rejects(rest.v1.statuses.create({ status: 'no' }), { statusCode: 403, message: 'This action is outside the authorized scopes' });
    await assert.rejects(rest.v1.accounts.verifyCredentials(), { statusCode: 403 });
});
