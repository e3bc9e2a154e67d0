// Timelines that move: masto's and megalodon's sockets, a bare WebSocket, and event streams.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { createStreamingAPIClient } from 'masto';
import WebSocket from 'ws';
import { problems } from './support/entities.js';
import { addPerson, nobody, registerApp, signIn } from './support/people.js';
import { startServer } from './support/server.js';
import { unwatched } from './support/watch.js';

const PATIENCE_MS = 10_000;
let server, alice, bob;

before(async () => {
    server = await startServer();
    [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => addPerson(server, name)));
    await bob.ask('POST', `/api/v1/accounts/${alice.id}/follow`);
});
after(() => server.stop());

// An open WebSocket whose messages can be waited for.
async function connect({ token, query = '', protocols = [], headers = {} } = {}) {
    const socket = new WebSocket(`ws://${server.domain}/api/v1/streaming${query}`, protocols, {
        headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    });
    const queue = [];
    const waiting = [];
    socket.on('message', (data) => {
        const message = JSON.parse(data);
        if (waiting.length > 0) waiting.shift()(message);
        else queue.push(message);
    });
    socket.say = (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    socket.subscribe = (stream, more = {}) => socket.say({ type: 'subscribe', stream, ...more });
    socket.next = () => (queue.length > 0 ? Promise.resolve(queue.shift()) : inTime(new Promise((resolve) => waiting.push(resolve)), 'a message'));
    socket.queue = queue;
    await inTime(once(socket, 'open'), 'the socket to open');
    return socket;
}

function inTime(promise, what) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE_MS); });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Subscriptions are not acknowledged. What was asked for later on the same socket is done later, and an unknown stream is answered.
async function settle(socket) {
    socket.subscribe('no such stream');
    const others = [];
    let message = await socket.next();
    for (; !message.error; message = await socket.next()) others.push(message);
    socket.queue.unshift(...others);
}

const open = async (person, ...streams) => {
    const socket = await connect({ token: person.token });
    for (const [stream, more] of streams.map((entry) => [entry].flat())) socket.subscribe(stream, more);
    await settle(socket);
    return socket;
};

const refusal = async (options) => {
    const socket = new WebSocket(`ws://${server.domain}/api/v1/streaming${options.query ?? ''}`, options.protocols ?? [], { headers: options.headers ?? {} });
    socket.on('error', () => {});
    const [, answer] = await inTime(once(socket, 'unexpected-response'), 'a refusal');
    answer.resume();
    return answer;
};

test('masto hears of posts, notifications and deletions at home', async () => {
    const client = createStreamingAPIClient({ streamingApiUrl: `ws://${server.domain}`, accessToken: bob.token });
    await client.prepare();
    const events = client.user.subscribe()[Symbol.asyncIterator]();
    const first = events.next(); // Sends the subscription.
    let stop = false;
    const posts = [];
    // masto does not say when it listens: we go on posting until it has heard one.
    const posting = (async () => {
        while (!stop) posts.push(await alice.post(`live ${posts.length}`));
    })();
    const heard = (await inTime(first, 'the first post')).value;
    stop = true;
    await posting;

    assert.deepEqual([heard.stream, heard.event], [['user'], 'update']);
    assert.equal(heard.payload.account.id, alice.id);
    const until = async (isIt) => {
        for (;;) {
            const { value } = await inTime(events.next(), 'an event');
            if (isIt(value)) return value;
        }
    };
    await alice.post('@bob hello');
    const notification = await until(({ event }) => event === 'notification');
    assert.deepEqual([notification.payload.type, notification.payload.account.id], ['mention', alice.id]);
    await alice.ask('DELETE', `/api/v1/statuses/${posts[0].id}`);
    assert.equal((await until(({ event }) => event === 'delete')).payload, posts[0].id);
    client.close();
});

test('an edit reaches those who saw the post, each with what they did to it', async () => {
    const post = await alice.post('helo #edits');
    await bob.ask('POST', `/api/v1/statuses/${post.id}/favourite`);
    const socket = await open(bob, 'user', 'public:local', ['hashtag', { tag: 'edits' }]);
    await settle(socket);

    await alice.ask('PUT', `/api/v1/statuses/${post.id}`, { body: { status: 'hello #東京' } });
    const messages = [];
    while (messages.length < 3) messages.push(await socket.next());

    assert.deepEqual(messages.map(({ stream, event }) => `${stream.join(' ')}: ${event}`).sort(),
        ['hashtag edits: status.update', 'public:local: status.update', 'user: status.update']);
    for (const { payload, stream } of messages) {
        const entity = JSON.parse(payload);
        const isPersonal = stream[0] === 'user';
        assert.deepEqual(problems('Status', entity, isPersonal ? {} : { signedIn: false }), []);
        assert.equal(entity.id, post.id);
        assert.match(entity.content, /^<p>hello/);
        assert.equal(entity.favourited, isPersonal ? true : undefined);
    }
    socket.close();
});

test('megalodon hears of public posts', async () => {
    const { default: generator } = createRequire(import.meta.url)('megalodon');
    const socket = generator('mastodon', `ws://${server.domain}`, bob.token).localSocket();
    await inTime(once(socket, 'connect'), 'the connection');
    const heard = once(socket, 'update');
    let post;
    for (let isHeard = false; !isHeard;) { // The connection is up before it is subscribed.
        post = await alice.post('to megalodon');
        isHeard = await Promise.race([heard.then(() => true), alice.ask('GET', '/api/v1/instance').then(() => false)]);
    }
    const [status] = await inTime(heard, 'a post');

    assert.equal(status.account.id, alice.id);
    assert.ok(BigInt(status.id) <= BigInt(post.id));
    socket.stop();
});

test('one socket, many streams: each message says which it is of', async () => {
    const socket = await open(bob, 'user', 'public', 'public:local', ['hashtag', { tag: '東京' }], 'user:notification');

    const post = await alice.post('@bob live in #東京');
    const messages = [];
    while (messages.length < 6) messages.push(await socket.next());

    const seen = messages.map(({ stream, event }) => `${stream.join(' ')}: ${event}`).sort();
    assert.deepEqual(seen, ['hashtag 東京: update', 'public: update', 'public:local: update', 'user: notification', 'user: update',
        'user:notification: notification'].sort());
    for (const { event, payload, stream } of messages) {
        assert.equal(typeof payload, 'string');
        const entity = JSON.parse(payload);
        const isPersonal = stream[0].startsWith('user');
        const found = problems(event === 'update' ? 'Status' : 'Notification', entity, isPersonal ? {} : { signedIn: false });
        assert.deepEqual(found, []);
        assert.equal((event === 'update' ? entity : entity.status).id, post.id);
    }

    socket.say({ type: 'unsubscribe', stream: 'public' });
    socket.say({ type: 'unsubscribe', stream: 'hashtag', tag: '東京' });
    socket.say({ type: 'unsubscribe', stream: 'user:notification' });
    socket.say({ type: 'unsubscribe', stream: 'user' });
    await settle(socket);
    await alice.post('only local now #東京');
    assert.deepEqual((await socket.next()).stream, ['public:local']);
    await settle(socket);
    assert.deepEqual(socket.queue, []);
    socket.close();
});

test('a second subscription to the same stream changes nothing', async () => {
    const socket = await open(bob, 'public', 'public');

    await alice.post('once');
    await socket.next();
    await settle(socket);

    assert.deepEqual(socket.queue, []);
    socket.close();
});

test('what is not public is not on public streams, and not in strangers’ homes', async () => {
    const stranger = await addPerson(server, 'stranger');
    const socket = await open(stranger, 'user', 'public', 'public:local', ['hashtag', { tag: 'hidden' }]);

    for (const visibility of ['unlisted', 'private', 'direct']) await alice.post(`${visibility} #hidden`, { visibility });
    const reply = await alice.post('a reply to somebody #hidden', { in_reply_to_id: (await bob.post('bob’s #quiet post', { visibility: 'unlisted' })).id });
    const boost = await bob.ask('POST', `/api/v1/statuses/${reply.id}/reblog`);
    const post = await alice.post('public at last');

    const ids = [];
    while (ids.at(-1) !== `public ${post.id}` && ids.length < 10) {
        const { stream, payload } = await socket.next();
        ids.push(`${stream[0]} ${JSON.parse(payload).id}`);
    }
    assert.ok(!ids.some((id) => id.includes(boost.id)));
    assert.deepEqual(ids.filter((id) => !id.includes(post.id)), [`hashtag ${reply.id}`], 'hashtag streams carry replies; public ones do not');
    socket.close();
});

test('a token comes in the protocol, the query or a header; the protocol is echoed', async () => {
    const byProtocol = await connect({ protocols: [bob.token] });
    const byQuery = await connect({ query: `?access_token=${bob.token}&stream=public:local` });
    const byHeader = await connect({ token: bob.token });
    const withSlash = await connect({ token: bob.token, query: '/?stream=user' });

    assert.equal(byProtocol.protocol, bob.token);
    await settle(byQuery);
    await alice.post('by query');
    assert.deepEqual((await byQuery.next()).stream, ['public:local']);
    for (const socket of [byProtocol, byQuery, byHeader, withSlash]) socket.close();
});

test('a stream that there is not is told on the socket, which stays open for others', async () => {
    const socket = await connect({ token: bob.token, query: '?stream=no%20such%20stream' });
    assert.deepEqual(await socket.next(), { error: 'Unknown stream type', status: 400 });
    socket.subscribe('user');
    await settle(socket);
    await bob.post('to whom it may concern');
    assert.deepEqual((await socket.next()).stream, ['user']);
    socket.close();
});

test('a conversation is heard by those in it', async () => {
    const socket = await open(bob, 'direct');
    const post = await alice.post('@bob between us', { visibility: 'direct' });
    const { stream, event, payload } = await socket.next();
    const conversation = JSON.parse(payload);
    assert.deepEqual([stream, event], [['direct'], 'conversation']);
    assert.equal(conversation.last_status.id, post.id);
    assert.equal(conversation.unread, true);
    socket.close();
});

test('nobody, a bad token, an app, and a person without the scope are refused', async () => {
    const app = await registerApp(server, { scopes: 'read' });
    const { access_token: ofApp } = await nobody(server).ask('POST', '/oauth/token', { body: {
        grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret, scope: 'read',
    } });
    for (const options of [{}, { query: '?access_token=nonsense' }, { protocols: ['nonsense'] }, { headers: { authorization: `Bearer ${ofApp}` } }]) {
        assert.equal((await refusal(options)).statusCode, 401);
    }
    const weak = await bob.withScopes('read:statuses');
    const socket = await connect({ token: weak.token });
    socket.subscribe('user:notification');
    const { error, status } = await socket.next();
    assert.deepEqual([typeof error, status], ['string', 401]);
    socket.close();
});

test('a list is heard by its owner alone, on sockets and event streams', async () => {
    const { id } = await bob.ask('POST', '/api/v1/lists', { body: { title: 'Friends' } });
    await bob.ask('POST', `/api/v1/lists/${id}/accounts`, { body: { account_ids: [alice.id] } });
    const mine = await connect({ token: bob.token });
    const theirs = await connect({ token: alice.token });
    const atOnce = await connect({ token: bob.token, query: `?stream=list&list=${id}` });
    for (const socket of [mine, theirs]) socket.subscribe('list', { list: id });

    const refused = await theirs.next();
    const first = await alice.post('in the list'); // Before or after the subscription: the database is asked first.
    const live = await atOnce.next();
    assert.deepEqual([refused.status, refused.error], [401, 'Not authorized to stream this list']);
    assert.deepEqual([live.stream, live.event, JSON.parse(live.payload).id], [['list', id], 'update', first.id]);
    const heard = mine.next();
    for (let isHeard = false; !isHeard;) {
        const { id: posted } = await alice.post('in the list');
        isHeard = await Promise.race([heard.then(() => true), alice.ask('GET', `/api/v1/statuses/${posted}`).then(() => false)]);
    }
    assert.deepEqual((await heard).stream, ['list', id]);
    await bob.post('not in the list');
    await alice.ask('DELETE', `/api/v1/statuses/${first.id}`);
    for (;;) {
        const message = await atOnce.next();
        if (message.event === 'delete') { assert.equal(message.payload, first.id); break; }
        assert.equal(JSON.parse(message.payload).account.id, alice.id);
    }
    for (const [query, token, status] of [[`?list=${id}`, bob.token, 200], [`?list=${id}`, alice.token, 401], ['', bob.token, 400]]) {
        const abort = new AbortController();
        const response = await unwatched(() => fetch(`${server.url}/api/v1/streaming/list${query}`, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal }));
        assert.equal(response.status, status);
        abort.abort();
    }
    for (const socket of [mine, theirs, atOnce]) socket.close();
});

test('what is asked for wrongly is answered or ignored, and the socket stays open', async () => {
    const socket = await connect({ token: bob.token });
    const answers = [];
    for (const [stream, more] of [['no such stream'], ['hashtag'], ['hashtag', { tag: '' }], ['list'], ['list', { list: '1' }], ['']]) {
        socket.subscribe(stream, more);
        answers.push(await socket.next());
    }
    for (const text of ['', '{', 'null', '[]', '1', '"a"', '{"type":"nothing"}', '{"type":[]}', '{"type":"subscribe"}', '{"type":"subscribe","stream":[1]}',
        '{"type":"unsubscribe","stream":"public"}', '\u0000', '['.repeat(3000)]) socket.say(text);
    socket.subscribe('public:local');
    await settle(socket);
    await alice.post('still listening');

    assert.ok(answers.every(({ error, status }) => typeof error === 'string' && [400, 401].includes(status)), JSON.stringify(answers));
    for (let message = await socket.next(); message.event !== 'update';) message = await socket.next();
    socket.close();
});

test('binary and oversized frames end the socket', async () => {
    for (const [frame, codes] of [[Buffer.from([1, 2, 3]), [1003]], ['x'.repeat(2_000_000), [1009, 1006]]]) {
        const socket = await connect({ token: bob.token });
        socket.on('error', () => {});
        socket.send(frame);
        const [code] = await inTime(once(socket, 'close'), 'the end');
        assert.ok(codes.includes(code), `${code}`);
    }
});

test('a socket ends with its token', async () => {
    const app = await registerApp(server);
    const { access_token: token } = await signIn(server, bob, { app });
    const socket = await connect({ token, query: '?stream=user' });
    const events = await openEvents('/api/v1/streaming/user', token);
    const ended = once(socket, 'close');

    await nobody(server).ask('POST', '/oauth/revoke', { body: { client_id: app.client_id, client_secret: app.client_secret, token } });

    await inTime(ended, 'the socket to end');
    await inTime(events.ended, 'the event stream to end');
    assert.equal((await refusal({ headers: { authorization: `Bearer ${token}` } })).statusCode, 401);
});

// An event stream: `next()` gives { event, data }.
async function openEvents(path, token) {
    const abort = new AbortController();
    const answer = await unwatched(() => fetch(server.url + path, { headers: token ? { authorization: `Bearer ${token}` } : {}, signal: abort.signal }));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const events = [];
    let wake = () => {};
    const ended = (async () => {
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
            text += part.value;
            for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
                const lines = text.slice(0, end).split('\n');
                text = text.slice(end + 2);
                const field = (name) => lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join('\n');
                if (field('event')) events.push({ event: field('event'), data: field('data') });
            }
            wake();
        }
    })().catch(() => {});
    const next = async () => {
        while (events.length === 0) await inTime(new Promise((resolve) => { wake = resolve; }), 'an event');
        return events.shift();
    };
    return { answer, next, ended, close: () => abort.abort() };
}

test('event streams carry the same, with CORS', async () => {
    const paths = ['user', 'public', 'public/local', `hashtag?tag=${encodeURIComponent('東京')}`];
    const streams = await Promise.all(paths.map((path) => openEvents(`/api/v1/streaming/${path}`, bob.token)));

    const post = await alice.post('an event #東京');

    for (const { answer, next, close } of streams) {
        assert.equal(answer.status, 200);
        assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
        assert.match(answer.headers.get('cache-control'), /no-store/);
        const { event, data } = await next();
        assert.deepEqual([event, JSON.parse(data).id], ['update', post.id]);
        close();
    }
});

test('an event stream tells of notifications alone', async () => {
    const { next, close } = await openEvents('/api/v1/streaming/user/notification', bob.token);

    await alice.post('not this');
    await alice.post('@bob this');

    const { event, data } = await next();
    assert.deepEqual([event, JSON.parse(data).type], ['notification', 'mention']);
    close();
});

test('event streams refuse nobody, nonsense and what is missing', async () => {
    const status = async (path, caller = bob) => (await caller.call('GET', `/api/v1/streaming/${path}`)).status;

    assert.equal(await status('public', nobody(server)), 401);
    assert.equal(await status('hashtag'), 400);
    assert.equal(await status('nothing'), 400);
    assert.equal((await bob.call('GET', '/api/v1/streaming/health')).text, 'OK');
});

test('filters: a change is told, and public posts say which filters they meet', async () => {
    const socket = await open(bob, 'user', 'public');
    await settle(socket);
    const filter = await bob.ask('POST', '/api/v2/filters', {
        body: { title: 'Football', context: ['public'], keywords_attributes: [{ keyword: 'ゴール' }] },
    });
    const changed = await socket.next();
    assert.deepEqual(changed, { stream: ['user'], event: 'filters_changed' });

    // The public stream takes the new filter over a moment after it was told.
    let post;
    for (let tries = 0; tries < 50 && !post?.filtered; tries++) {
        await alice.post(`ゴール ${tries}`);
        for (let heard = 0; heard < 2; heard++) {
            const message = await socket.next();
            if (message.event === 'filters_changed') { heard--; continue; }
            if (message.stream[0] === 'public') post = JSON.parse(message.payload);
            else assert.deepEqual(JSON.parse(message.payload).filtered.map((result) => result.filter.id), [filter.id]);
        }
    }
    assert.deepEqual(post.filtered.map((result) => [result.filter.id, result.keyword_matches]), [[filter.id, ['ゴール']]]);
    assert.deepEqual(problems('Status', post), []);
    await bob.ask('DELETE', `/api/v2/filters/${filter.id}`);
    socket.close();
});

test('announcements and reactions to them, live', async () => {
    const socket = await open(bob, 'user');
    await settle(socket);
    const id = (await server.cli('announcements', 'create', 'Hello everybody')).trim();
    const shown = await socket.next();
    await alice.ask('PUT', `/api/v1/announcements/${id}/reactions/${encodeURIComponent('👍')}`);
    const reaction = await socket.next();
    await server.cli('announcements', 'delete', id);
    const gone = await socket.next();

    assert.deepEqual([shown.event, reaction.event, gone], ['announcement', 'announcement.reaction', { stream: ['user'], event: 'announcement.delete', payload: id }]);
    assert.deepEqual(problems('Announcement', JSON.parse(shown.payload)), []);
    assert.deepEqual(JSON.parse(reaction.payload), { name: '👍', count: 1, me: false, announcement_id: id });
    socket.close();
});
