// Whoever has forgotten their password gets a link by real mail and chooses another, in Chromium, at two widths and in two
// languages; and where there is no mail they are told who helps.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, openBrowser, openPage, screenshot } from './support/browser.js';
import { startMailServer } from './support/mail.js';
import { addPerson, canary } from './support/people.js';
import { startServer } from './support/server.js';

let browser, mail, server, silent;

before(async () => {
    [browser, mail] = await Promise.all([openBrowser(), startMailServer()]);
    server = await startServer({ settings: { title: '夜明け Social', ...mail.settings } });
    silent = await startServer({ settings: { contact_email: 'admin@mail.test' } });
    server.secrets.add('mail-secret');
});
after(async () => {
    await browser?.close();
    await Promise.all([server?.stop(), silent?.stop()]);
    await mail?.stop();
});

const linkIn = ({ text }) => new URL(text.match(/http\S+reset_password_token=\S+/)[0]);

async function choose(page, password, repeated = password) {
    await page.locator('#password').fill(password);
    await page.locator('#repeated').fill(repeated);
    await page.locator('main button').click();
}

for (const [size, locale, javaScript] of [['phone', 'ja', true], ['phone', 'en', false], ['desktop', 'ja', false], ['desktop', 'en', true]]) {
    test(`a new password, ${size}, ${locale}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
        const page = await openPage(browser, { size, locale, javaScript });
        const person = await addPerson(server, `${size}_${locale}_forgot`);
        const [password, shot] = [canary(), (name) => screenshot(page, `${name}-${size}-${locale}`)];
        server.secrets.add(password);
        await page.goto(`${server.url}/auth/sign_in`);
        await page.locator('a[href="/auth/password/new"]').click();
        if (javaScript) await checkPage(page, locale);
        await shot('password-new');
        await page.locator('#email').fill(person.email.toUpperCase());
        await page.locator('main button').click();
        await shot('password-sent');

        const message = await mail.next();
        assert.deepEqual(message.to, [person.email]);
        const link = linkIn(message);
        server.secrets.add(link.searchParams.get('reset_password_token'));
        await page.goto(String(link));
        if (javaScript) await checkPage(page, locale);
        await shot('password-edit');
        await choose(page, password, 'something else');
        assert.equal(await page.getByRole('alert').count(), 1);
        await shot('password-refused');
        await choose(page, password);
        await shot('password-done');

        assert.equal((await person.call('GET', '/api/v1/accounts/verify_credentials')).status, 401, 'apps have to sign in again');
        await page.locator('main a.button').click();
        await page.locator('#email').fill(person.email);
        await page.locator('#password').fill(password);
        await page.locator('main button').click();
        assert.ok((await page.locator('main').innerText()).includes(person.name), 'signed in');
        assert.equal((await fetch(link)).status, 422, 'a link works once');
        await page.context().close();
    });
}

test('nobody learns from the page who has an account', async () => {
    const page = await openPage(browser);
    const answers = [];
    const alice = await addPerson(server, 'alice');
    for (const email of [alice.email, 'nobody@mail.test']) {
        await page.goto(`${server.url}/auth/password/new`);
        await page.locator('#email').fill(email);
        await page.locator('main button').click();
        answers.push(await page.locator('main').innerText());
    }

    assert.equal(answers[0], answers[1]);
    assert.deepEqual((await mail.next()).to, [alice.email]);
    await page.context().close();
});

test('without mail, the people who run the server help', async () => {
    const page = await openPage(browser);
    await page.goto(`${silent.url}/auth/sign_in`);
    assert.equal(await page.locator('a[href="/auth/password/new"]').count(), 0);

    await page.goto(`${silent.url}/auth/password/new`);
    assert.equal(await page.locator('form').count(), 0);
    assert.equal(await page.locator('a[href="mailto:admin@mail.test"]').count(), 1);
    await page.context().close();
});
