// Every list, page after page: masto's paginators follow the Link headers; the ids' own rules are asked for by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson } from './support/people.js';
import { startServer } from './support/server.js';

const COUNT = 11;
const LIMIT = 3; // Four pages.

let server, alice, people, posts, list;

before(async () => {
    server = await startServer();
    alice = await addPerson(server, 'alice');
    people = await Promise.all(Array.from({ length: COUNT }, (_, i) => addPerson(server, `fan${i}`)));
    posts = [];
    for (let i = 0; i < COUNT; i++) posts.push(await alice.post(`post ${i} #paging`));
    for (const person of people) {
        await person.ask('POST', `/api/v1/accounts/${alice.id}/follow`);
        await person.ask('POST', `/api/v1/statuses/${posts[0].id}/favourite`);
        await person.ask('POST', `/api/v1/statuses/${posts[0].id}/reblog`);
        await alice.ask('POST', `/api/v1/accounts/${person.id}/follow`);
    }
    for (const { id } of posts) {
        await people[0].ask('POST', `/api/v1/statuses/${id}/bookmark`);
        await people[1].ask('POST', `/api/v1/statuses/${id}/favourite`);
    }
    for (const person of people) await person.post('@alice to you alone', { visibility: 'direct' });
    list = await alice.ask('POST', '/api/v1/lists', { body: { title: 'fans' } });
    await alice.ask('POST', `/api/v1/lists/${list.id}/accounts`, { body: { account_ids: ids(people) } });
    for (const [i, person] of people.entries()) {
        await person.post('what do you think?', { visibility: 'unlisted', quoted_status_id: posts[1].id });
        await alice.post(`later ${i}`, { scheduled_at: new Date(Date.now() + (i + 1) * 3_600_000).toISOString() });
        await alice.ask('POST', `/api/v1/tags/paging${i}/follow`);
    }
    for (const person of people.slice(2)) {
        await people[0].ask('POST', `/api/v1/accounts/${person.id}/block`);
        await people[1].ask('POST', `/api/v1/accounts/${person.id}/mute`);
    }
    for (const settings of [{ locked: true }]) await people[2].ask('PATCH', '/api/v1/accounts/update_credentials', { body: settings });
    for (const person of people.slice(3)) await person.ask('POST', `/api/v1/accounts/${people[2].id}/follow`);
});
after(() => server.stop());

const ids = (items) => items.map(({ id, groupKey, name }) => id ?? groupKey ?? name);
const newestFirst = (list) => [...list].sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1));
const postIds = () => newestFirst(ids(posts));

async function walk(paginator) {
    const pages = [];
    for await (const page of paginator) pages.push(page.notificationGroups ?? page);
    return pages;
}

// What is listed, by whom, and the ids that all pages together must have; undefined: any COUNT of them.
const lists = {
    'home timeline': [({ rest }) => rest.v1.timelines.home, () => people[3], () => undefined, { min: COUNT }],
    'public timeline': [({ rest }) => rest.v1.timelines.public, () => alice, postIds],
    'hashtag timeline': [({ rest }) => rest.v1.timelines.tag.$select('paging'), () => alice, postIds],
    'posts of an account': [({ rest }) => rest.v1.accounts.$select(alice.id).statuses, () => people[0], postIds],
    'bookmarks': [({ rest }) => rest.v1.bookmarks, () => people[0], () => [...postIds()]],
    'favourites': [({ rest }) => rest.v1.favourites, () => people[1], () => undefined],
    'followers': [({ rest }) => rest.v1.accounts.$select(alice.id).followers, () => alice, () => undefined],
    'following': [({ rest }) => rest.v1.accounts.$select(alice.id).following, () => alice, () => undefined],
    'favourited by': [({ rest }) => rest.v1.statuses.$select(posts[0].id).favouritedBy, () => alice, () => undefined],
    'reblogged by': [({ rest }) => rest.v1.statuses.$select(posts[0].id).rebloggedBy, () => alice, () => undefined],
    'notifications': [({ rest }) => rest.v1.notifications, () => alice, () => undefined, { min: 3 * COUNT }],
    'list timeline': [({ rest }) => rest.v1.timelines.list.$select(list.id), () => alice, () => undefined],
    'people of a list': [({ rest }) => rest.v1.lists.$select(list.id).accounts, () => alice, () => undefined],
    'conversations': [({ rest }) => rest.v1.conversations, () => alice, () => undefined],
    'blocks': [({ rest }) => rest.v1.blocks, () => people[0], () => ids(people.slice(2)).reverse(), { min: COUNT - 2 }],
    'mutes': [({ rest }) => rest.v1.mutes, () => people[1], () => undefined, { min: COUNT - 2 }],
    'followed hashtags': [({ rest }) => rest.v1.followedTags, () => alice, () => undefined],
    'scheduled posts': [({ rest }) => rest.v1.scheduledStatuses, () => alice, () => undefined],
    'quotes of a post': [({ rest }) => rest.v1.statuses.$select(posts[1].id).quotes, () => alice, () => undefined],
    'notifications in groups': [({ rest }) => rest.v2.notifications, () => alice, () => undefined, { min: 2 * COUNT }],
    'follow requests': [({ rest }) => rest.v1.followRequests, () => people[2], () => undefined, { min: COUNT - 3 }],
};
for (const [name, [resource, reader, expected, { min = COUNT } = {}]] of Object.entries(lists)) {
    test(`${name}: pages lead to pages until nothing is left`, async () => {
        const pages = await walk(resource(reader()).list({ limit: LIMIT }));
        const all = ids(pages.flat());

        assert.ok(pages.length >= Math.ceil(min / LIMIT), `${pages.length} pages`);
        assert.ok(pages.every((page) => page.length <= LIMIT));
        assert.ok(pages.slice(0, -2).every((page) => page.length === LIMIT), 'only the last pages are short');
        assert.equal(new Set(all).size, all.length, 'nothing comes twice');
        assert.ok(all.length >= min, `${all.length} items`);
        if (expected()) assert.deepEqual(all, expected());
    });
}

test('prev leads to what is newer, next to what is older, and both keep what was asked', async () => {
    const { headers } = await alice.call('GET', `/api/v1/timelines/tag/paging?limit=2&local=true&max_id=${posts[6].id}`);
    const links = Object.fromEntries([...headers.get('link').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, url, rel]) => [rel, new URL(url)]));

    assert.equal(links.next.origin, server.url);
    assert.equal(links.next.pathname, '/api/v1/timelines/tag/paging');
    assert.deepEqual(Object.fromEntries(links.next.searchParams), { limit: '2', local: 'true', max_id: posts[4].id });
    assert.deepEqual(Object.fromEntries(links.prev.searchParams), { limit: '2', local: 'true', min_id: posts[5].id });
    const newer = await alice.ask('GET', links.prev.pathname + links.prev.search);
    assert.deepEqual(ids(newer), [posts[7].id, posts[6].id]);
});

test('max_id, since_id and min_id bound as documented', async () => {
    const list = async (query) => ids(await alice.ask('GET', `/api/v1/timelines/tag/paging?${query}`));
    const [id2, id3, id8] = [posts[2].id, posts[3].id, posts[8].id];

    assert.deepEqual(await list(`max_id=${id3}`), [2, 1, 0].map((i) => posts[i].id));
    assert.deepEqual(await list(`since_id=${id8}`), [10, 9].map((i) => posts[i].id));
    assert.deepEqual(await list(`since_id=${id2}&limit=2`), [10, 9].map((i) => posts[i].id), 'since_id: the newest');
    assert.deepEqual(await list(`min_id=${id2}&limit=2`), [4, 3].map((i) => posts[i].id), 'min_id: those nearest');
    assert.deepEqual(await list(`max_id=${id8}&since_id=${id3}`), [7, 6, 5, 4].map((i) => posts[i].id));
    assert.deepEqual(await list(`max_id=${posts[0].id}`), []);
    assert.deepEqual(await list('max_id=9223372036854775807&limit=1'), [posts[10].id]);
});

test('limits that make no sense are brought into bounds', async () => {
    const length = async (query) => (await alice.ask('GET', `/api/v1/timelines/public?${query}`)).length;

    assert.equal(await length('limit=1000000'), COUNT);
    assert.equal(await length('limit=-2'), 2);
    assert.equal(await length('limit=0'), COUNT);
    assert.equal(await length('limit=abc'), COUNT);
    assert.equal(await length('limit='), COUNT);
    assert.equal(await length('limit[]=3'), COUNT);
    assert.equal(await length('max_id=abc'), COUNT);
    assert.equal(await length('max_id=99999999999999999999999999'), COUNT);
});

test('reading backwards from the oldest finds everything, too', async () => {
    const found = [];
    let path = '/api/v1/timelines/tag/paging?limit=4&min_id=1';
    for (let pages = 0; path && pages < 10; pages++) {
        const { json, headers } = await alice.call('GET', path);
        found.unshift(...ids(json));
        path = /<([^>]+)>; rel="prev"/.exec(headers.get('link') ?? '')?.[1];
    }
    assert.deepEqual(found, postIds());
});
