// How somebody moves to another account: the pages in Chromium, at two widths and in two languages, and what everybody sees then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, openBrowser, openPage, screenshot } from './support/browser.js';
import { addPerson, nobody } from './support/people.js';
import { startServer } from './support/server.js';

let browser, server;

before(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer({ settings: { title: '夜明け Social' } })]);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

async function signInTo(page, person) {
    await page.goto(`${server.url}/auth/sign_in`);
    await page.locator('#email').fill(person.email);
    await page.locator('#password').fill(person.password);
    await page.locator('main form button').click();
}

const submit = (page, action) => page.locator(`form[action="${action}"] button`).click();

for (const [size, locale, javaScript] of [['phone', 'ja', true], ['phone', 'en', false], ['desktop', 'ja', false], ['desktop', 'en', true]]) {
    test(`moves with followers, ${size}, ${locale}, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
        const name = `${size}_${locale}`;
        const [old, next, follower] = await Promise.all(['old', 'next', 'fan'].map((who) => addPerson(server, `${name}_${who}`)));
        await follower.ask('POST', `/api/v1/accounts/${old.id}/follow`);
        const handle = (person) => `${person.name}@${server.domain}`;
        const moved = async () => (await nobody(server).ask('GET', `/api/v1/accounts/${old.id}`)).moved?.id;
        const visit = async (page, link, picture) => {
            await page.locator(`main a[href="${link}"]`).click();
            if (javaScript) await checkPage(page, locale);
            await screenshot(page, `${picture}-${size}-${locale}`);
        };

        const pageOfNext = await openPage(browser, { size, locale, javaScript });
        await signInTo(pageOfNext, next);
        await visit(pageOfNext, '/settings', 'settings');
        await visit(pageOfNext, '/settings/aliases', 'aliases-none');
        await pageOfNext.locator('#acct').fill('nobody-is-called-this');
        await submit(pageOfNext, '/settings/aliases');
        assert.equal(await pageOfNext.getByRole('alert').count(), 1);
        await screenshot(pageOfNext, `aliases-refused-${size}-${locale}`);
        await pageOfNext.locator('#acct').fill(`@${handle(old)}`);
        await submit(pageOfNext, '/settings/aliases');
        assert.equal(await pageOfNext.getByRole('status').count(), 1);
        assert.equal(await pageOfNext.locator('.rows .handle').textContent(), `@${handle(old)}`);
        if (javaScript) await checkPage(pageOfNext, locale);
        await screenshot(pageOfNext, `aliases-${size}-${locale}`);

        const page = await openPage(browser, { size, locale, javaScript });
        await signInTo(page, old);
        await visit(page, '/settings', 'settings-old');
        await visit(page, '/settings/migration', 'migration');
        await visit(page, '/settings/migration/redirect/new', 'redirect');
        await page.locator('#acct').fill(handle(follower));
        await page.locator('#password').fill(old.password);
        await submit(page, '/settings/migration/redirect');
        assert.equal(await moved(), follower.id);
        if (javaScript) await checkPage(page, locale);
        await screenshot(page, `migration-redirected-${size}-${locale}`);
        await submit(page, '/settings/migration/redirect');
        assert.equal(await moved(), undefined);

        await page.locator('#acct').fill(handle(next));
        await page.locator('#password').fill('not this one');
        await submit(page, '/settings/migration');
        assert.equal(await page.getByRole('alert').count(), 1);
        await screenshot(page, `migration-refused-${size}-${locale}`);
        assert.equal(await moved(), undefined);
        await page.locator('#password').fill(old.password);
        await submit(page, '/settings/migration');
        assert.equal(await moved(), next.id);
        assert.equal((await old.call('GET', '/api/v1/timelines/home')).status, 403);
        if (javaScript) await checkPage(page, locale);
        await screenshot(page, `migration-done-${size}-${locale}`);

        await page.goto(`${server.url}/`);
        assert.equal(await page.locator('.notice .handle').textContent(), `@${handle(next)}`);
        await screenshot(page, `home-moved-${size}-${locale}`);
        await visit(page, '/settings', 'settings-moved');
        await visit(page, '/settings/delete', 'delete');

        await submit(pageOfNext, '/settings/aliases/remove');
        assert.equal(await pageOfNext.locator('form[action="/settings/aliases/remove"]').count(), 0);
        await Promise.all([page, pageOfNext].map((open) => open.context().close()));
    });
}
