// The same request in all the spellings that real clients send: JSON, forms, multipart forms and queries.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, nobody } from './support/people.js';
import { startServer } from './support/server.js';

let server, alice, bob;

before(async () => {
    server = await startServer();
    [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => addPerson(server, name)));
});
after(() => server.stop());

function multipart(fields) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return form;
}

const text = '東京 & "quotes" + 100% ünïcödé\nsecond line 👨‍👩‍👧‍👦';
const bodies = {
    'JSON': { status: text, visibility: 'unlisted', sensitive: true, spoiler_text: 'w' },
    'JSON with texts for everything': { status: text, visibility: 'unlisted', sensitive: 'true', spoiler_text: 'w' },
    'a form': new URLSearchParams({ status: text, visibility: 'unlisted', sensitive: 'true', spoiler_text: 'w' }),
    'a form with 1 for true': new URLSearchParams({ status: text, visibility: 'unlisted', sensitive: '1', spoiler_text: 'w' }),
    'a multipart form': multipart({ status: text, visibility: 'unlisted', sensitive: 'true', spoiler_text: 'w' }),
};
for (const [name, body] of Object.entries(bodies)) {
    test(`a post as ${name}`, async () => {
        const status = await alice.ask('POST', '/api/v1/statuses', { body });

        assert.deepEqual([status.visibility, status.sensitive, status.spoiler_text], ['unlisted', true, 'w']);
        const { text: source } = await alice.ask('DELETE', `/api/v1/statuses/${status.id}`);
        assert.equal(source.replaceAll('\r\n', '\n'), text);
    });
}

test('a post as a query', async () => {
    const status = await alice.ask('POST', `/api/v1/statuses?${new URLSearchParams({ status: text, visibility: 'private' })}`);

    assert.equal(status.visibility, 'private');
});

test('the body wins over the query, and the path over both', async () => {
    const status = await alice.ask('POST', '/api/v1/statuses?status=query&visibility=private', { body: { status: 'body' } });
    const same = await alice.ask('GET', `/api/v1/statuses/${status.id}?id=1`);

    assert.deepEqual([status.content, status.visibility], ['<p>body</p>', 'private']);
    assert.equal(same.id, status.id);
});

test('JSON is JSON with a charset, with another case, and without anything', async () => {
    const send = (type) => alice.call('POST', '/api/v1/statuses', { body: JSON.stringify({ status: 'typed' }), headers: { 'content-type': type } });

    assert.equal((await send('application/json; charset=utf-8')).status, 200);
    assert.equal((await send('Application/JSON')).status, 200);
    assert.equal((await alice.call('POST', `/api/v1/accounts/${bob.id}/follow`, { headers: { 'content-type': 'application/json' } })).status, 200);
    assert.equal((await alice.call('POST', `/api/v1/accounts/${bob.id}/unfollow`, { body: {} })).status, 200);
});

const arrays = {
    'id[]=a&id[]=b': (a, b) => `id[]=${a}&id[]=${b}`,
    'id%5B%5D=a&id%5B%5D=b': (a, b) => `id%5B%5D=${a}&id%5B%5D=${b}`,
    'id[0]=a&id[1]=b': (a, b) => `id[0]=${a}&id[1]=${b}`,
};
for (const [name, spell] of Object.entries(arrays)) {
    test(`a list as ${name}`, async () => {
        const list = await alice.ask('GET', `/api/v1/accounts/relationships?${spell(bob.id, alice.id)}`);

        assert.deepEqual(list.map(({ id }) => id).sort(), [alice.id, bob.id].sort());
    });
}

test('a list of one as id=a', async () => {
    const list = await alice.ask('GET', `/api/v1/accounts/relationships?id=${bob.id}`);

    assert.deepEqual(list.map(({ id }) => id), [bob.id]);
});

const markers = {
    'JSON': (id) => ({ home: { last_read_id: id } }),
    'a form': (id) => new URLSearchParams({ 'home[last_read_id]': id }),
    'a multipart form': (id) => multipart({ 'home[last_read_id]': id }),
};
for (const [name, body] of Object.entries(markers)) {
    test(`an object inside, as ${name}`, async () => {
        const { id } = await alice.post('read up to here');
        await alice.ask('POST', '/api/v1/markers', { body: body(id) });

        assert.equal((await alice.ask('GET', '/api/v1/markers?timeline[]=home&timeline[]=notifications')).home.last_read_id, id);
    });
}

const fields = [{ name: '場所', value: '東京' }, { name: 'b', value: 'c' }];
const flat = (spell) => Object.fromEntries(fields.flatMap(({ name, value }, i) => [[spell(i, 'name'), name], [spell(i, 'value'), value]]));
const profiles = {
    'JSON, an array': { fields_attributes: fields, source: { privacy: 'private' } },
    'JSON, an object of numbers': { fields_attributes: Object.fromEntries(fields.map((field, i) => [i, field])), source: { privacy: 'private' } },
    'a form': new URLSearchParams({ ...flat((i, key) => `fields_attributes[${i}][${key}]`), 'source[privacy]': 'private' }),
    'a multipart form': multipart({ ...flat((i, key) => `fields_attributes[${i}][${key}]`), 'source[privacy]': 'private' }),
};
for (const [name, body] of Object.entries(profiles)) {
    test(`a profile’s fields as ${name}`, async () => {
        const cleared = await bob.ask('PATCH', '/api/v1/accounts/update_credentials', {
            body: { fields_attributes: [{ name: '', value: '' }], source: { privacy: 'public' } },
        });
        const { source } = await bob.ask('PATCH', '/api/v1/accounts/update_credentials', { body });

        assert.deepEqual(cleared.source.fields, []);
        assert.deepEqual(source.fields.map(({ name: label, value }) => ({ name: label, value })), fields);
        assert.equal(source.privacy, 'private');
    });
}

test('a form with empty brackets in a row is a list of objects', async () => {
    const body = new URLSearchParams(fields.flatMap(({ name, value }) =>
        [['fields_attributes[][name]', name], ['fields_attributes[][value]', value]]));
    const { source } = await bob.ask('PATCH', '/api/v1/accounts/update_credentials', { body });

    assert.deepEqual(source.fields.map(({ name, value }) => ({ name, value })), fields);
});

test('an app registers with one redirect, several in lines, and a list', async () => {
    const register = (redirect_uris) => nobody(server).ask('POST', '/api/v1/apps', { body: { client_name: 'a', redirect_uris } });
    const uris = ['https://a.test/cb', 'com.app://oauth'];

    assert.deepEqual((await register(uris[0])).redirect_uris, [uris[0]]);
    assert.deepEqual((await register(uris.join('\n'))).redirect_uris, uris);
    assert.deepEqual((await register(uris)).redirect_uris, uris);
    const asForm = await nobody(server).ask('POST', '/api/v1/apps', {
        body: new URLSearchParams({ client_name: 'フォーム', redirect_uris: uris[1], scopes: 'read write:statuses push' }),
    });
    assert.deepEqual([asForm.name, asForm.scopes, asForm.website], ['フォーム', ['read', 'write:statuses', 'push'], null]);
});

test('a token comes in the header, the query or a form', async () => {
    const anyone = nobody(server);
    const path = '/api/v1/accounts/verify_credentials';

    assert.equal((await anyone.call('GET', path, { headers: { authorization: `Bearer ${alice.token}` } })).json.id, alice.id);
    assert.equal((await anyone.call('GET', path, { headers: { authorization: `bearer ${alice.token}` } })).json.id, alice.id);
    assert.equal((await anyone.call('GET', `${path}?access_token=${alice.token}`)).json.id, alice.id);
    assert.equal((await anyone.call('POST', '/api/v1/statuses', {
        body: new URLSearchParams({ status: 'by form', access_token: alice.token }),
    })).json.account.id, alice.id);
});

test('HEAD, OPTIONS, ETags and compression are as web clients want them', async () => {
    const anyone = nobody(server);
    const post = await alice.post('conditional');
    const path = `/api/v1/statuses/${post.id}`;
    const origin = { origin: 'https://elk.test' };

    const head = await anyone.call('HEAD', path);
    const preflight = await anyone.call('OPTIONS', '/api/v1/statuses', {
        headers: { ...origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,idempotency-key,content-type' },
    });
    const get = await anyone.call('GET', path, { headers: origin });

    assert.deepEqual([head.status, head.text, head.headers.get('content-type')], [200, '', 'application/json; charset=utf-8']);
    assert.ok([200, 204].includes(preflight.status));
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    assert.match(preflight.headers.get('access-control-allow-methods'), /POST.*PUT.*DELETE|GET.*POST/);
    assert.match(preflight.headers.get('access-control-allow-headers'), /\*|authorization.*/i);
    assert.equal(get.headers.get('access-control-allow-origin'), '*');
    assert.match(get.headers.get('access-control-expose-headers'), /Link/);
    const etag = get.headers.get('etag');
    if (etag) assert.equal((await anyone.call('GET', path, { headers: { 'if-none-match': etag } })).status, 304);
});
