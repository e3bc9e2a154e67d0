// Debian's Chromium without a window, and pages in the sizes and languages that people have.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './server.js';

const SCREENSHOTS = path.join(ROOT, 'build/screenshots');
const SIZES = { phone: { width: 390, height: 844 }, small: { width: 320, height: 568 }, desktop: { width: 1280, height: 800 } };

// The flags keep it from asking anything of the network that a test did not.
export const openBrowser = () => chromium.launch({
    executablePath: process.env.AKEBONO_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
        '--disable-sync'],
});

// A page of its own, with fresh cookies. `page.complaints` gathers what a user's console would show: errors, broken policies, failed requests.
export async function openPage(browser, { size = 'desktop', locale = 'en', javaScript = true } = {}) {
    const context = await browser.newContext({ viewport: SIZES[size], locale, javaScriptEnabled: javaScript, deviceScaleFactor: size === 'phone' ? 2 : 1 });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.complaints = [];
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text());
    });
    page.on('pageerror', (error) => page.complaints.push(error.message));
    page.on('requestfailed', (request) => page.complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
    return page;
}

// In a window as tall as the page: what sticks to the window's edge would stand in the middle of a longer picture.
export async function screenshot(page, name) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const window = page.viewportSize();
    await page.setViewportSize({ ...window, height: await page.evaluate(() => document.documentElement.scrollHeight) });
    await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
    await page.setViewportSize(window);
}

// What every page of ours must have, whatever it says.
export async function checkPage(page, locale) {
    const found = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        title: document.title,
        viewport: document.querySelector('meta[name=viewport]')?.content ?? '',
        headings: document.querySelectorAll('h1').length,
        unlabelled: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
            .filter((input) => !input.labels?.length && !input.ariaLabel && !input.getAttribute('aria-labelledby')).map((input) => input.name),
        tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        smallTargets: [...document.querySelectorAll('button, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
            .filter((element) => element.getBoundingClientRect().height < 40).map((element) => element.outerHTML.slice(0, 80)),
    }));
    assert.equal(found.lang, locale);
    assert.notEqual(found.title, '');
    assert.match(found.viewport, /width=device-width/);
    assert.deepEqual([found.headings, found.unlabelled, found.tooWide, found.smallTargets], [1, [], false, []], page.url());
}
