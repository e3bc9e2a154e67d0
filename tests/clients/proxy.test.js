// Behind a proxy that speaks TLS for us: every URL is https and names the public host; only a trusted proxy is believed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson } from './support/people.js';
import { startServer } from './support/server.js';

let server, alice;

before(async () => {
    server = await startServer({ settings: { domain: 'social.example', web_domain: 'web.social.example', trusted_proxies: ['127.0.0.0/8'] } });
    alice = await addPerson(server, 'alice');
});
after(() => server.stop());

test('every URL of ours is https and on the web domain', async () => {
    const texts = [];
    const post = await alice.post('see #here and @alice');
    for (const path of ['/api/v1/instance', '/api/v2/instance', '/api/v1/accounts/verify_credentials', `/api/v1/statuses/${post.id}`,
        '/.well-known/nodeinfo', '/.well-known/oauth-authorization-server', '/oauth/userinfo']) {
        texts.push((await alice.call('GET', path)).text);
    }
    const { headers } = await alice.call('GET', '/api/v1/timelines/public?limit=1');
    texts.push(headers.get('link'));

    const urls = texts.join('\n').match(/\b(?:https?|wss?):\/\/[^/"<>\s\\]*/g);
    const foreign = ['https://client.test', 'https://github.com', 'http://nodeinfo.diaspora.software', 'https://docs.joinmastodon.org', 'https://joinmastodon.org'];
    const ours = [...new Set(urls)].filter((url) => !foreign.includes(url));
    assert.deepEqual(ours.sort(), ['https://web.social.example', 'wss://web.social.example']);
    assert.equal((await alice.ask('GET', '/api/v2/instance')).domain, 'social.example');
});

test('who calls is taken from the proxy, and only from the proxy', async () => {
    const direct = await startServer({ settings: { rate_limits: true } });
    const behind = await startServer({ settings: { rate_limits: true, trusted_proxies: ['127.0.0.1/32'] } });
    const remaining = async (target, address) => {
        const answer = await fetch(`${target.url}/api/v1/instance`, { headers: { 'x-forwarded-for': address } });
        await answer.text();
        return Number(answer.headers.get('x-ratelimit-remaining'));
    };

    const [first, second, other] = [await remaining(behind, '203.0.113.1'), await remaining(behind, '203.0.113.1'), await remaining(behind, '203.0.113.2')];
    const [one, two] = [await remaining(direct, '203.0.113.1'), await remaining(direct, '203.0.113.2')];

    assert.deepEqual([second, other], [first - 1, first], 'behind a trusted proxy each address counts by itself');
    assert.equal(two, one - 1, 'nobody else says who they are');
    await Promise.all([direct.stop(), behind.stop()]);
});
