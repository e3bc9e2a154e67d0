// Every route of ours with what should not be sent to it. Whatever comes, support/watch.js fails an answer of 5xx, an error without its text,
// and a success that is not the documented entity; here we look at CORS, and at who is let in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { addPerson, Caller, nobody, registerApp, signIn } from './support/people.js';
import { endpointOf } from './support/routes.js';
import { ROUTES } from './support/routes_of_ours.js';
import { startServer } from './support/server.js';

const API = ROUTES.filter(({ path }) => path.startsWith('/api/') && !path.startsWith('/api/v1/streaming'));
const AT_ONCE = 8;
const ORIGIN = { origin: 'https://elk.test' };

let server, alice, bob, carol, staff, post;

before(async () => {
    server = await startServer({ settings: { registrations: 'open' } });
    [alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map((name) => addPerson(server, name)));
    staff = await addPerson(server, 'staff', { role: 'admin', scopes: 'read admin:read admin:write' });
    post = await bob.post('@alice a post to point at #tag');
});
after(() => server.stop());

// Sends all of `requests` [{ as, method, path, body, headers }], some at once; the problems found, a line each.
async function sendAll(requests, look = () => {}) {
    const problems = [];
    const queue = requests.values();
    const work = async () => {
        for (const request of queue) {
            const { as, method, path, body, headers } = request;
            const spelled = `${method} ${path} ${body === undefined ? '' : String(typeof body === 'object' && body?.constructor === Object
                ? JSON.stringify(body) : body).slice(0, 120)}`;
            try {
                const answer = await as.call(method, path, { body, headers: { ...ORIGIN, ...headers } });
                if (answer.headers.get('access-control-allow-origin') !== '*') problems.push(`${spelled}: no CORS (${answer.status})`);
                look(answer, request);
            } catch (error) {
                // Debian's Node.js 18 sends no DELETE with an empty body: the server never hears of it.
                if (error.cause?.code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') continue;
                problems.push(`${spelled}: ${String(error.cause?.message ?? error.message).split('\n').slice(0, 4).join(' ')}`);
            }
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return [...new Set(problems)];
}

const noProblems = (problems) => assert.deepEqual(problems.slice(0, 40), [], `${problems.length} problems`);
// :id and the like, with something that exists. Whoever is blocked is not the author of the post that the others see.
const realPath = (path) => path.replace(/:\w+/g, (name, at) => {
    if (name === ':hashtag' || name === ':name') return 'tag';
    if (path.slice(0, at).includes('statuses')) return post.id;
    return /block|mute/.test(path) ? carol.id : bob.id;
});
const isForUsers = ({ needs }) => /^(?:http::)?Scope::/.test(needs);

test('the table of routes was read', () => {
    assert.ok(API.length > 40, `${API.length} routes`);
    assert.ok(API.some(isForUsers));
});

test('without a token: 401 where a person is needed', async () => {
    noProblems(await sendAll(API.filter(isForUsers).map(({ method, path }) => ({ as: nobody(server), method, path: realPath(path) })),
        ({ status, json }, { method, path }) => {
            assert.equal(status, 401, `${method} ${path}`);
            assert.match(json.error, /^The access token is invalid$|^This method requires an authenticated user$/);
        }));
});

test('with a token that is nonsense: 401 everywhere', async () => {
    const routes = API.filter(({ needs }) => !/no_token/.test(needs));
    for (const token of ['nonsense', 'x'.repeat(5000), '%00', "'; drop table users; --"]) {
        noProblems(await sendAll(routes.map(({ method, path }) => ({ as: new Caller(server, token), method, path: realPath(path) })),
            ({ status, json }, { method, path }) => assert.deepEqual([status, json.error], [401, 'The access token is invalid'], `${method} ${path}`)));
    }
});

test('with a token of another scope: 403', async () => {
    const other = await alice.withScopes('push');
    const routes = API.filter(({ needs }) => /Scope::(?!None)/.test(needs));
    noProblems(await sendAll(routes.map(({ method, path }) => ({ as: other, method, path: realPath(path) })), ({ status, json }, { method, path }) =>
        assert.deepEqual([status, json.error], [403, 'This action is outside the authorized scopes'], `${method} ${path}`)));
});

test('with an app’s own token: refused where a person is needed', async () => {
    const app = await registerApp(server, { scopes: 'read write follow' });
    const { access_token: token } = await nobody(server).ask('POST', '/oauth/token', { body: {
        grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret, scope: 'read write follow',
    } });
    noProblems(await sendAll(API.filter(isForUsers).map(({ method, path }) => ({ as: new Caller(server, token), method, path: realPath(path) })),
        ({ status }, { method, path }) => assert.ok([401, 403, 422].includes(status), `${method} ${path}: ${status}`)));
});

test('with a token that was revoked: 401, and it says so', async () => {
    const app = await registerApp(server);
    const { access_token: token } = await signIn(server, alice, { app });
    await nobody(server).ask('POST', '/oauth/revoke', { body: { client_id: app.client_id, client_secret: app.client_secret, token } });

    noProblems(await sendAll(API.filter(isForUsers).map(({ method, path }) => ({ as: new Caller(server, token), method, path: realPath(path) })),
        ({ status, json }) => assert.deepEqual([status, json.error], [401, 'The access token was revoked'])));
});

const strangeIds = ['0', '1', '-1', '1.5', 'abc', '9223372036854775807', '9223372036854775808', '99999999999999999999999', '%00', '%F0%9F%98%80', '%FF',
    '..%2F..', '%20', 'a'.repeat(3000), "1'--", '1%0d%0ax:y'];
test('ids that cannot be: 404', async () => {
    const routes = API.filter(({ path }) => /:(?:\w*_)?id\b/.test(path));
    const requests = routes.flatMap(({ method, path }) => strangeIds.map((id) =>
        ({ as: path.startsWith('/api/v1/admin/') ? staff : alice, method, path: path.replace(/:\w+/g, id) })));
    noProblems(await sendAll(requests, ({ status }, { method, path }) =>
        assert.ok(status === 404 || status === 400 && /%00|%FF/.test(path), `${method} ${path}: ${status}`)));
});

test('what belongs to another is as if it were not there', async () => {
    const [notification] = await alice.ask('GET', '/api/v1/notifications');
    const requests = [
        { method: 'DELETE', path: `/api/v1/statuses/${post.id}`, as: alice },
        { method: 'GET', path: `/api/v1/notifications/${notification.id}`, as: bob },
        { method: 'POST', path: `/api/v1/notifications/${notification.id}/dismiss`, as: bob },
        { method: 'POST', path: `/api/v1/follow_requests/${alice.id}/authorize`, as: bob },
        { method: 'POST', path: `/api/v1/follow_requests/${alice.id}/reject`, as: bob },
    ];
    noProblems(await sendAll(requests, ({ status }, { method, path }) => assert.equal(status, 404, `${method} ${path}`)));
});

test('what somebody has made for themselves is there for them alone', async () => {
    const make = (path, body) => alice.ask('POST', path, { body });
    const list = await make('/api/v1/lists', { title: 'friends' });
    const filter = await make('/api/v2/filters', { title: 'football', context: ['home'], keywords_attributes: [{ keyword: 'goal' }] });
    const keyword = filter.keywords[0];
    const filtered = await make(`/api/v2/filters/${filter.id}/statuses`, { status_id: post.id });
    const scheduled = await make('/api/v1/statuses', { status: 'later', scheduled_at: new Date(Date.now() + 3_600_000).toISOString() });
    const featured = await make('/api/v1/featured_tags', { name: 'tag' });
    const upload = new FormData();
    upload.append('file', new Blob([readFileSync(new URL('../fixtures/media/turned.jpg', import.meta.url))], { type: 'image/jpeg' }), 'turned.jpg');
    const picture = await make('/api/v2/media', upload);
    const { poll } = await alice.post('which?', { visibility: 'direct', poll: { options: ['this', 'that'], expires_in: 3600 } });
    await alice.post('@bob between us', { visibility: 'direct' });
    const [conversation] = await alice.ask('GET', '/api/v1/conversations');
    await carol.post('@alice psst', { visibility: 'direct' });
    const [request] = await alice.ask('GET', '/api/v1/notifications/requests');
    const { notification_groups: [group] } = await alice.ask('GET', '/api/v2/notifications');

    const scheduledAt = { scheduled_at: new Date(Date.now() + 7_200_000).toISOString() };
    const ofAlice = [ // As she may ask, and with what: what can be read first.
        ['GET', `/api/v1/lists/${list.id}`],
        ['GET', `/api/v1/lists/${list.id}/accounts`],
        ['GET', `/api/v1/timelines/list/${list.id}`],
        ['GET', `/api/v2/filters/${filter.id}`],
        ['GET', `/api/v2/filters/${filter.id}/keywords`],
        ['GET', `/api/v2/filters/${filter.id}/statuses`],
        ['GET', `/api/v2/filters/keywords/${keyword.id}`],
        ['GET', `/api/v2/filters/statuses/${filtered.id}`],
        ['GET', `/api/v1/filters/${keyword.id}`],
        ['GET', `/api/v1/scheduled_statuses/${scheduled.id}`],
        ['GET', `/api/v1/notifications/requests/${request.id}`],
        ['GET', `/api/v2/notifications/${group.group_key}`],
        ['GET', `/api/v1/media/${picture.id}`],
        ['GET', `/api/v1/polls/${poll.id}`],
        ['PUT', `/api/v1/lists/${list.id}`, { title: 'foes' }],
        ['PUT', `/api/v1/media/${picture.id}`, { description: 'a hill' }],
        ['PATCH', `/api/v1/media/${picture.id}`, { description: 'a mountain' }],
        ['DELETE', `/api/v1/media/${picture.id}`],
        ['POST', `/api/v1/conversations/${conversation.id}/read`],
        ['POST', `/api/v1/conversations/${conversation.id}/unread`],
        ['PUT', `/api/v2/filters/${filter.id}`, { title: 'other' }],
        ['PUT', `/api/v2/filters/keywords/${keyword.id}`, { keyword: 'match' }],
        ['PUT', `/api/v1/filters/${keyword.id}`, { phrase: 'match', context: ['home'] }],
        ['POST', `/api/v2/filters/${filter.id}/keywords`, { keyword: 'match' }],
        ['PUT', `/api/v1/scheduled_statuses/${scheduled.id}`, scheduledAt],
        ['POST', `/api/v1/notifications/requests/${request.id}/accept`],
        ['DELETE', `/api/v2/filters/statuses/${filtered.id}`],
        ['POST', `/api/v2/filters/${filter.id}/statuses`, { status_id: post.id }],
        ['DELETE', `/api/v2/filters/keywords/${keyword.id}`],
        ['DELETE', `/api/v2/filters/${filter.id}`],
        ['DELETE', `/api/v1/lists/${list.id}`],
        ['DELETE', `/api/v1/conversations/${conversation.id}`],
        ['DELETE', `/api/v1/scheduled_statuses/${scheduled.id}`],
        ['DELETE', `/api/v1/featured_tags/${featured.id}`],
    ];
    const strangersToo = [ // Of which she could not tell whether they are hers, or which take them away before the others.
        ['POST', `/api/v1/lists/${list.id}/accounts`, { account_ids: [carol.id] }],
        ['DELETE', `/api/v1/lists/${list.id}/accounts`, { account_ids: [carol.id] }],
        ['DELETE', `/api/v1/filters/${keyword.id}`],
        ['POST', `/api/v1/polls/${poll.id}/votes`, { choices: [0] }], // Nor may she.
        ['GET', `/api/v2/notifications/${group.group_key}/accounts`],
        ['POST', `/api/v1/notifications/requests/${request.id}/dismiss`],
    ];
    const refused = [...ofAlice, ...strangersToo].map(([method, path, body]) => ({ as: bob, method, path, body }));
    noProblems(await sendAll(refused, ({ status, json }, { method, path }) => {
        if (path.endsWith('/accounts') && path.includes('notifications')) return assert.deepEqual(json, [], `${method} ${path}`);
        assert.equal(status, 404, `${method} ${path}`);
    }));
    for (const [method, path, body] of ofAlice) await alice.ask(method, path, { body });
});

test('a collection is changed by its owner alone', async () => {
    const { collection } = await alice.ask('POST', '/api/v1/collections', { body: { name: 'Gardeners' } });
    const path = `/api/v1/collections/${collection.id}`;
    const requests = [['PATCH', path, { name: 'x' }], ['PUT', path, { name: 'x' }], ['DELETE', path], ['POST', `${path}/items`, { account_id: bob.id }]]
        .map(([method, where, body]) => ({ as: bob, method, path: where, body }));
    noProblems(await sendAll(requests, ({ status }, { method, path: where }) => assert.equal(status, 403, `${method} ${where}`)));
    assert.equal((await alice.ask('GET', path)).collection.name, 'Gardeners');
});

test('methods and paths that are not there: 404 with CORS', async () => {
    const known = new Set(API.map(({ method, path }) => `${method} ${path}`));
    const paths = [...new Set(API.map(({ path }) => path))];
    const requests = paths.flatMap((path) => ['PUT', 'DELETE', 'PATCH', 'POST', 'GET']
        .filter((method) => !known.has(`${method} ${path}`) && !API.some((route) => route.method === method && fits(route.path, realPath(path))))
        .map((method) => ({ as: alice, method, path: realPath(path) })));
    for (const path of ['/api/v1', '/api/v1/nothing', '/api/v9/instance', '/api/v1/statuses/1/nothing', '/api/v1/instance/nothing']) {
        requests.push({ as: nobody(server), method: 'GET', path }, { as: alice, method: 'POST', path, body: {} });
    }
    noProblems(await sendAll(requests, ({ status }, { method, path }) => assert.ok([404, 405].includes(status), `${method} ${path}: ${status}`)));
});
const fits = (pattern, path) => new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path);

const malformed = {
    'application/json': ['{', '[', '{"status":', '{"status":"a"', '{"status":"a"}}', "{'status':'a'}", '{"status":"\\ud800"}', '{"status":"\\u0000"}',
        '{"status":"\xff"}', '[[[[', '['.repeat(100_000), '{"a":'.repeat(50_000), '1', '"text"', 'null', '[]', '[1,2]', 'true', '{"status":1e999}',
        '{"a":1,"a":2}', '{"":""}', '', ' ', '\u0000', '{"status":"a"}\u0000', `{"${'k'.repeat(70_000)}":1}`],
    'application/x-www-form-urlencoded': ['%', '%zz', 'status=%', 'status=%FF%FE', 'status=%00', '&&&&', '=', '=a', 'a[b', 'a]b', 'a[[]]=1', 'a[b][]=1&a[b]=2',
        'a=1&a[b]=2', 'a[]=1&a[b]=2', `${'a[b]'.repeat(5000)}=1`, `a${'[b]'.repeat(5000)}=1`, 'status[]=a', 'status[a]=b', `${'a=1&'.repeat(20_000)}`],
    'multipart/form-data; boundary=x': ['', '--x', '--x--', '--x\r\n\r\n--x--', '--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--',
        '--x\r\nContent-Disposition: form-data; name="status"\r\n\r\na', '--x\r\nContent-Disposition: form-data; name="\0"\r\n\r\na\r\n--x--',
        '--x\r\nContent-Disposition: form-data; name="status"; filename="f"\r\n\r\na\r\n--x--', '--x\r\n'.repeat(20_000), 'no boundary at all'],
    'multipart/form-data': ['--x\r\n\r\n--x--'],
    'multipart/form-data; boundary=': ['--\r\n\r\n----'],
    'application/xml': ['<status/>'],
    'text/plain': ['status=a'],
    'application/octet-stream': ['\u0001\u0002'],
    '; ;;; =': ['a'],
};
test('bodies that are malformed are refused or ignored, everywhere', async () => {
    const routes = ROUTES.filter(({ method, path }) => method !== 'GET' && (path.startsWith('/api/') || path === '/oauth/token' || path === '/oauth/revoke'));
    const requests = routes.flatMap(({ method, path }) => Object.entries(malformed).flatMap(([type, texts]) => texts.map((body) =>
        ({ as: alice, method, path: realPath(path), body: Buffer.from(body, 'latin1'), headers: { 'content-type': type } }))));
    noProblems(await sendAll(requests));
});

test('malformed JSON is a 400 that says so', async () => {
    for (const body of ['{', '{"status":', "{'status':'a'}", '[[[[']) {
        const { status, json } = await alice.call('POST', '/api/v1/statuses', { body, headers: { 'content-type': 'application/json' } });
        assert.equal(status, 400, body);
        assert.equal(typeof json.error, 'string');
    }
});

const strangeValues = [null, true, 0, -1, 1.5, 1e300, 9007199254740993, '', ' ', 'abc', '\u0000', '\u202e', '\ufffd\ufffe', '😀', 'a\r\nb', '%', "' or 1=1 --", '$1', '{}',
    '../..', 'x'.repeat(20_000), [], [null], [[[1]]], [{}], {}, { a: { b: [] } }, { 0: 'a' }, Array(300).fill('1'), Array(300).fill({ a: 1 })];

// The documented parameters of a route, and two that every list has.
function parametersOf({ method, path }) {
    const documented = endpointOf(method, realPath(path))?.params ?? '';
    return new Set([...(documented.replace(/\(.*\)/, '').match(/\w+(?:\[\w*\])*/g) ?? []), ...(method === 'GET' ? ['limit', 'max_id'] : [])]);
}

test('every known parameter with values of every kind, as JSON or query', async () => {
    noProblems(await sendAll(API.flatMap((route) => [...parametersOf(route)].flatMap((name) => strangeValues.map((value) => (route.method === 'GET'
        ? { as: alice, method: 'GET', path: `${realPath(route.path)}?${asQuery(name, value)}` }
        : { as: alice, method: route.method, path: realPath(route.path), body: asObject(name, value) }))))));
});

test('every known parameter with values of every kind, as a form', async () => {
    const routes = API.filter(({ method }) => method !== 'GET');
    noProblems(await sendAll(routes.flatMap((route) => [...parametersOf(route)].flatMap((name) => strangeValues.map((value) =>
        ({ as: alice, method: route.method, path: realPath(route.path), body: new URLSearchParams(asQuery(name, value)) }))))));
});

// "source[privacy]", 1 → { source: { privacy: 1 } }; "id[]", 1 → { id: 1 }: with the wrong type, too.
function asObject(name, value) {
    const [first, ...rest] = name.split('[').map((part) => part.replace(']', ''));
    const inner = rest.filter(Boolean).reduceRight((object, key) => ({ [key]: object }), value);
    return { [first]: inner };
}

function asQuery(name, value) {
    const text = (item) => encodeURIComponent(typeof item === 'string' ? item : JSON.stringify(item) ?? '').slice(0, 4000);
    if (value === null) return name;
    if (Array.isArray(value)) return value.slice(0, 50).map((item) => `${name}[]=${text(item)}`).join('&');
    if (typeof value === 'object') return Object.entries(value).map(([key, item]) => `${name}[${key}]=${text(item)}`).join('&');
    return `${name}=${text(value)}`;
}

test('afterwards the server is as well as before', async () => {
    const { username } = await alice.ask('GET', '/api/v1/accounts/verify_credentials');
    const status = await alice.post('still here', { visibility: 'public' });

    assert.equal(username, 'alice');
    assert.equal((await bob.ask('GET', `/api/v1/statuses/${status.id}`)).id, status.id);
});
