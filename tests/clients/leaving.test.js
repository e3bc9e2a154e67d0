// How somebody deletes their account: the page in Chromium, at two widths and in two languages, and what is left then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, openBrowser, openPage, screenshot } from './support/browser.js';
import { addPerson } from './support/people.js';
import { startServer } from './support/server.js';

let browser, server;

before(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer({ settings: { title: '夜明け Social' } })]);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

for (const [size, locale, javaScript] of [['phone', 'ja', true], ['phone', 'en', false], ['desktop', 'ja', false], ['desktop', 'en', true]]) {
    test(`leaves for good, ${size}, ${locale}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
        const page = await openPage(browser, { size, locale, javaScript });
        const person = await addPerson(server, `${size}_${locale}_leaves`);
        const post = await person.post('goodbye');
        const shot = (name) => screenshot(page, `${name}-${size}-${locale}`);
        await page.goto(`${server.url}/auth/sign_in`);
        await page.locator('#email').fill(person.email);
        await page.locator('#password').fill(person.password);
        await page.locator('main button').click();
        await shot('home-signed-in');

        await page.locator('a[href="/settings"]').click();
        await page.locator('a[href="/settings/delete"]').click();
        if (javaScript) await checkPage(page, locale);
        await shot('leaving');
        await page.locator('#password').fill('not this one');
        await page.locator('main button').click();
        assert.equal(await page.getByRole('alert').count(), 1);
        await shot('leaving-refused');
        assert.equal((await person.call('GET', `/api/v1/statuses/${post.id}`)).status, 200, 'nothing has happened');
        await page.locator('#password').fill(person.password);
        await page.locator('main button').click();
        await shot('leaving-done');

        assert.equal((await person.call('GET', '/api/v1/accounts/verify_credentials')).status, 401);
        assert.equal((await fetch(`${server.url}/api/v1/statuses/${post.id}`)).status, 404);
        const actor = await fetch(`${server.url}/users/${person.name}`, { headers: { accept: 'application/activity+json' } });
        assert.equal(actor.status, 410);
        await page.goto(`${server.url}/settings/delete`);
        assert.match(page.url(), /\/auth\/sign_in/);
        await page.context().close();
    });
}
