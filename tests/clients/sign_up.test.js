// How somebody joins: the pages in Chromium, at two widths and in two languages, with real mail, and without any.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRestAPIClient } from 'masto';
import { checkPage, openBrowser, openPage, screenshot } from './support/browser.js';
import { startMailServer } from './support/mail.js';
import { canary, nobody, registerApp } from './support/people.js';
import { startServer } from './support/server.js';

let browser, mail, servers;

before(async () => {
    [browser, mail] = await Promise.all([openBrowser(), startMailServer()]);
    servers = {
        open: await startServer({ settings: { title: '夜明け Social', registrations: 'open', ...mail.settings } }),
        approval: await startServer({ settings: { registrations: 'approval', contact_email: 'admin@mail.test' } }),
        closed: await startServer({ settings: { registrations: 'closed' } }),
    };
    servers.open.secrets.add('mail-secret');
});
after(async () => {
    await browser?.close();
    await Promise.all(Object.values(servers ?? {}).map((server) => server.stop()));
    await mail?.stop();
});

const linkIn = ({ text }) => new URL(text.match(/http\S+confirmation_token=\S+/)[0]);
const calmed = (page) => page.complaints.filter((text) => !/422|favicon/.test(text));

async function fill(page, { name, password, repeated = password, reason }) {
    await page.locator('#username').fill(name);
    await page.locator('#email').fill(`${name}@mail.test`);
    await page.locator('#password').fill(password);
    await page.locator('#repeated').fill(repeated);
    if (reason !== undefined) await page.locator('#reason').fill(reason);
    await page.locator('#agreement').check();
    await page.locator('main button').click();
}

for (const [size, locale, javaScript] of [['phone', 'ja', true], ['phone', 'en', false], ['desktop', 'ja', false], ['desktop', 'en', true]]) {
    test(`joins an open server, ${size}, ${locale}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
        const server = servers.open;
        const page = await openPage(browser, { size, locale, javaScript });
        const [name, password] = [`${size}_${locale}`, canary()];
        server.secrets.add(password);
        await page.goto(`${server.url}/auth/sign_in`);
        await page.locator('a[href^="/auth/sign_up"]').click();
        if (javaScript) await checkPage(page, locale);
        assert.equal(await page.getByRole('alert').count(), 0);
        await screenshot(page, `sign-up-${size}-${locale}`);

        await fill(page, { name, password, repeated: 'something else' });
        if (javaScript) await checkPage(page, locale);
        assert.equal(await page.locator('#username').inputValue(), name, 'what was right need not be typed again');
        assert.equal(await page.locator('#repeated[aria-invalid]').count(), 1);
        await screenshot(page, `sign-up-refused-${size}-${locale}`);

        await fill(page, { name, password });
        assert.ok((await page.locator('main').innerText()).includes(`${name}@mail.test`));
        await screenshot(page, `sign-up-mail-${size}-${locale}`);
        const message = await mail.next();
        assert.deepEqual([message.to, message.envelope_from, message.defects, message.tls], [[`${name}@mail.test`], 'notifications@localhost', [], true]);
        assert.match(message.subject, locale === 'ja' ? /夜明け Social のメールアドレスの確認/ : /Confirm your e-mail address for 夜明け Social/);
        assert.ok(message.text.includes(name));

        const link = linkIn(message);
        server.secrets.add(link.searchParams.get('confirmation_token'));
        await page.goto(String(link));
        if (javaScript) await checkPage(page, locale);
        await screenshot(page, `sign-up-confirmed-${size}-${locale}`);
        await page.locator('main a.button').click();
        await page.locator('#email').fill(`${name}@mail.test`);
        await page.locator('#password').fill(password);
        await page.locator('main button').click();
        assert.ok((await page.locator('main').innerText()).includes(name), 'signed in');
        assert.deepEqual(calmed(page), []);
        await page.context().close();
    });
}

test('a link works once, and a new one can be asked for', async () => {
    const server = servers.open;
    const [page, password] = [await openPage(browser), canary()];
    server.secrets.add(password);
    await page.goto(`${server.url}/auth/sign_up`);
    await fill(page, { name: 'late', password });
    const first = linkIn(await mail.next());

    await page.goto(`${server.url}/auth/sign_in`);
    await page.locator('#email').fill('late@mail.test');
    await page.locator('#password').fill(password);
    await page.locator('main button').click();
    await page.locator('[role=alert] a').click();
    await checkPage(page, 'en');
    await screenshot(page, 'confirmation-desktop-en');
    await page.locator('#email').fill('LATE@mail.test');
    await page.locator('main button').click();
    const second = linkIn(await mail.next());

    const status = async (link) => (await fetch(link)).status;
    assert.deepEqual([await status(first), await status(second), await status(second)], [422, 200, 422]);
    await page.context().close();
});

test('an app signs somebody up, and asks for the mail once more', async () => {
    const server = servers.open;
    const [app, password] = [await registerApp(server), canary()];
    server.secrets.add(password);
    const { access_token: token } = await nobody(server).ask('POST', '/oauth/token', {
        body: { grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret, scope: 'read write' },
    });
    const { accessToken } = await createRestAPIClient({ url: server.url, accessToken: token }).v1.accounts.create({
        username: 'dave', email: 'dave@mail.test', password, agreement: true, locale: 'ja', reason: '',
    });
    const rest = createRestAPIClient({ url: server.url, accessToken });
    await mail.next();

    await assert.rejects(rest.v1.accounts.verifyCredentials(), { statusCode: 403 });
    await rest.v1.emails.confirmations.create({ email: 'david@mail.test' });
    const again = await mail.next();
    const headers = { authorization: `Bearer ${accessToken}` };
    const check = async () => (await fetch(`${server.url}/api/v1/emails/check_confirmation`, { headers })).json();
    assert.deepEqual([again.to, await check()], [['david@mail.test'], false]);
    await fetch(linkIn(again));

    assert.equal(await check(), true);
    assert.equal((await rest.v1.accounts.verifyCredentials()).username, 'dave');
});

test('mail that is not taken is tried again', async () => {
    const server = servers.open;
    const page = await openPage(browser);
    await page.goto(`${server.url}/auth/sign_up`);
    await fill(page, { name: 'full', password: canary() });

    for (let tries = 0; ; tries++) {
        const jobs = JSON.parse(await server.cli('jobs', 'list', '--json'));
        const error = jobs.find(({ job }) => job === 'send_mail')?.last_error ?? '';
        if (/452|RCPT failed/.test(error)) break;
        assert.ok(tries < 100, `the failure of a mail is kept: ${JSON.stringify(jobs)}`);
        await page.waitForTimeout(100);
    }
    await page.context().close();
});

for (const [size, locale] of [['phone', 'ja'], ['desktop', 'en']]) {
    test(`asks why where somebody decides, and says so where nobody can join: ${size}, ${locale}`, async () => {
        const page = await openPage(browser, { size, locale });
        const password = canary();
        await page.goto(`${servers.approval.url}/auth/sign_up`);
        await checkPage(page, locale);
        await screenshot(page, `sign-up-approval-${size}-${locale}`);
        await fill(page, { name: `asks_${size}`, password, reason: '東京が好きです。' });
        await checkPage(page, locale);
        await screenshot(page, `sign-up-pending-${size}-${locale}`);
        const people = JSON.parse(await servers.approval.cli('accounts', 'list', '--json'));
        assert.ok(people.some(({ username, approved }) => username === `asks_${size}` && !approved));

        await page.goto(`${servers.closed.url}/auth/sign_up`);
        await checkPage(page, locale);
        assert.equal(await page.locator('form').count(), 0);
        await screenshot(page, `sign-up-closed-${size}-${locale}`);
        await page.goto(servers.open.url);
        assert.equal(await page.locator('a[href^="/auth/sign_up"]').count(), 1);
        await screenshot(page, `front-open-${size}-${locale}`);
        assert.deepEqual(calmed(page), []);
        await page.context().close();
    });
}
