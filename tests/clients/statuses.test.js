// What a post may be: length, links, hashtags, warnings, languages, replies, and the same request sent twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson } from './support/people.js';
import { startServer } from './support/server.js';

let server, alice, bob;

before(async () => {
    server = await startServer();
    [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => addPerson(server, name)));
});
after(() => server.stop());

const post = (person, body, headers) => person.call('POST', '/api/v1/statuses', { body, headers });

const family = '👨‍👩‍👧‍👦'; // One character to a reader, 11 UTF-16 units, 25 bytes.
const link = `https://example.com/${'a'.repeat(200)}`;
const lengths = [
    ['500 letters', 'a'.repeat(500), 200],
    ['501 letters', 'a'.repeat(501), 422],
    ['500 kanji', '東'.repeat(500), 200],
    ['501 kanji', '東'.repeat(501), 422],
    ['500 families', family.repeat(500), 200],
    ['501 families', family.repeat(501), 422],
    ['a long link is 23', `${link} ${'a'.repeat(476)}`, 200],
    ['a long link is 23, and one too many', `${link} ${'a'.repeat(477)}`, 422],
    ['the domain of a mention is free', `@bob@${'remote.'.repeat(8)}test ${'a'.repeat(495)}`, 200],
];
for (const [name, status, expected] of lengths) {
    test(`length: ${name}: ${expected}`, async () => {
        const answer = await post(alice, { status });

        assert.equal(answer.status, expected, answer.text.slice(0, 300));
        if (expected === 422) assert.match(answer.json.error, /^Validation failed: /);
    });
}

test('the warning counts too', async () => {
    assert.equal((await post(alice, { status: 'a'.repeat(490), spoiler_text: 'b'.repeat(10) })).status, 200);
    assert.equal((await post(alice, { status: 'a'.repeat(490), spoiler_text: 'b'.repeat(11) })).status, 422);
});

test('nothing at all is refused', async () => {
    for (const body of [{}, { status: '' }, { status: '   \n ' }, { status: null }, new URLSearchParams()]) {
        const { status, json } = await post(alice, body);
        assert.equal(status, 422);
        assert.match(json.error, /^Validation failed: /);
    }
});

test('a warning makes a post sensitive, and stands for the text when there is none', async () => {
    const both = (await post(alice, { status: 'text', spoiler_text: 'careful' })).json;
    const alone = (await post(alice, { spoiler_text: 'careful' })).json;

    assert.deepEqual([both.spoiler_text, both.sensitive, both.content], ['careful', true, '<p>text</p>']);
    assert.deepEqual([alone.spoiler_text, alone.content], ['', '<p>careful</p>']);
});

test('text becomes HTML, and nothing of it is taken for HTML', async () => {
    const { content } = await alice.post('<script>alert("1") & more</script>\n\nsecond https://www.example.com/a?b=1&c=2');

    assert.ok(!content.includes('<script'));
    assert.match(content, /^<p>&lt;script&gt;alert\((?:"|&quot;|&#39;|&#34;)1(?:"|&quot;|&#34;)\) &amp; more&lt;\/script&gt;<\/p><p>second <a /);
    assert.match(content, /href="https:\/\/www\.example\.com\/a\?b=1&amp;c=2"/);
    assert.match(content, /<span class="invisible">https:\/\/www\.<\/span>/);
});

test('hashtags, Japanese ones too, are found, linked and listed', async () => {
    const status = await alice.post('#東京 と #ねこ ＃全角 and #MixedCase #2026 https://example.com/#anchor #東京');
    const names = status.tags.map(({ name }) => name);

    assert.deepEqual([...names].sort(), ['mixedcase', 'ねこ', '全角', '東京'].sort());
    assert.match(status.content, new RegExp(`<a href="${server.url}/tags/[^"]*" class="mention hashtag" rel="tag">#<span>東京</span></a>`));
    for (const name of names) {
        const list = await bob.ask('GET', `/api/v1/timelines/tag/${encodeURIComponent(name)}`);
        assert.deepEqual(list.map(({ id }) => id), [status.id], name);
    }
});

test('who is mentioned is linked and told, once', async () => {
    await bob.ask('POST', '/api/v1/notifications/clear');
    const status = await alice.post('@bob and @BOB and @nobody and mail@bob.test');
    const told = await bob.ask('GET', '/api/v1/notifications');

    assert.deepEqual(status.mentions, [{ id: bob.id, username: 'bob', url: `${server.url}/@bob`, acct: 'bob' }]);
    assert.match(status.content, new RegExp(`<a href="${server.url}/@bob" class="u-url mention">@<span>bob</span></a>`));
    assert.deepEqual(told.map(({ type, status: { id } }) => [type, id]), [['mention', status.id]]);
});

test('allowed_mentions refuses to tell anybody else', async () => {
    const refused = await post(alice, { status: '@bob oops', allowed_mentions: [] });
    const fine = await post(alice, { status: '@bob meant', allowed_mentions: [bob.id] });

    assert.equal(refused.status, 422);
    assert.equal(refused.json.error, 'Post would be sent to unexpected accounts');
    assert.deepEqual(refused.json.unexpected_accounts.map(({ id }) => id), [bob.id]);
    assert.equal(fine.status, 200);
});

test('languages: what is said, what is preferred, and nonsense', async () => {
    await alice.ask('PATCH', '/api/v1/accounts/update_credentials', { body: { source: { language: 'ja' } } });

    assert.equal((await alice.post('hello', { language: 'en' })).language, 'en');
    assert.equal((await alice.post('こんにちは')).language, 'ja');
    assert.equal((await alice.post('???', { language: 'no such language' })).language, 'ja');
});

test('a reply to what is not there is refused', async () => {
    const gone = await alice.post('soon gone');
    await alice.ask('DELETE', `/api/v1/statuses/${gone.id}`);

    for (const id of [gone.id, '1', 'abc']) {
        const { status, json } = await post(alice, { status: 'hello?', in_reply_to_id: id });
        assert.equal(status, 404);
        assert.equal(json.error, 'The post you are trying to reply to does not appear to exist.');
    }
});

test('the same request sent again answers the first post', async () => {
    const headers = { 'idempotency-key': 'a-key-of-this-app' };
    const first = await post(alice, { status: 'once' }, headers);
    const again = await post(alice, { status: 'once' }, headers);
    const another = await post(alice, { status: 'once' }, { 'idempotency-key': 'another' });
    const someoneElse = await post(bob, { status: 'once' }, headers);

    assert.equal(again.json.id, first.json.id);
    assert.notEqual(another.json.id, first.json.id);
    assert.notEqual(someoneElse.json.id, first.json.id);
});

test('the same request sent many times at once makes one post', async () => {
    const headers = { 'idempotency-key': 'at-once' };
    const before = (await alice.ask('GET', '/api/v1/accounts/verify_credentials')).statuses_count;

    const answers = await Promise.all(Array.from({ length: 8 }, () => post(alice, { status: 'only once' }, headers)));

    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(new Set(answers.map(({ json }) => json.id)).size, 1);
    assert.equal((await alice.ask('GET', '/api/v1/accounts/verify_credentials')).statuses_count, before + 1);
});

test('many at once count right', async () => {
    const target = await alice.post('count me');
    const people = await Promise.all(Array.from({ length: 4 }, (_, i) => addPerson(server, `counter${i}`)));

    await Promise.all(people.flatMap((person) => [
        person.ask('POST', `/api/v1/statuses/${target.id}/favourite`),
        person.ask('POST', `/api/v1/statuses/${target.id}/reblog`),
        person.ask('POST', `/api/v1/statuses/${target.id}/bookmark`),
        person.post('@alice yes', { in_reply_to_id: target.id }),
        person.ask('POST', `/api/v1/accounts/${alice.id}/follow`),
    ]));
    const after = await alice.ask('GET', `/api/v1/statuses/${target.id}`);

    assert.deepEqual([after.favourites_count, after.reblogs_count, after.replies_count], [4, 4, 4]);
    assert.equal((await alice.ask('GET', '/api/v1/accounts/verify_credentials')).followers_count, 4);
});

test('only the author deletes, and everything that hung on it goes', async () => {
    const target = await alice.post('to be deleted');
    const boost = await bob.ask('POST', `/api/v1/statuses/${target.id}/reblog`);
    await bob.ask('POST', `/api/v1/statuses/${target.id}/bookmark`);
    const byOthers = await bob.call('DELETE', `/api/v1/statuses/${target.id}`);

    await alice.ask('DELETE', `/api/v1/statuses/${target.id}`);

    assert.equal(byOthers.status, 404);
    assert.equal((await bob.call('GET', `/api/v1/statuses/${boost.id}`)).status, 404);
    assert.ok((await bob.ask('GET', '/api/v1/bookmarks')).every(({ id }) => id !== target.id));
    assert.ok((await alice.ask('GET', '/api/v1/notifications')).every(({ status }) => status?.id !== target.id));
});
