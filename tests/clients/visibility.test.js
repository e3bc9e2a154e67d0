// Who sees a post: four visibilities, five kinds of readers, in every place where a post can be seen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, nobody } from './support/people.js';
import { startServer } from './support/server.js';

let server, author, readers;

before(async () => {
    server = await startServer();
    author = await addPerson(server, 'author');
    const [follower, mentioned, stranger] = await Promise.all(['follower', 'mentioned', 'stranger'].map((name) => addPerson(server, name)));
    await follower.ask('POST', `/api/v1/accounts/${author.id}/follow`);
    readers = { author, follower, mentioned, stranger, anonymous: nobody(server) };
});
after(() => server.stop());

// Who sees it by its id, and where it is listed besides.
const everyone = ['author', 'follower', 'mentioned', 'stranger', 'anonymous'];
const expected = {
    public: { seenBy: everyone, onProfile: everyone, onPublic: everyone, onTag: everyone },
    unlisted: { seenBy: everyone, onProfile: everyone, onPublic: [], onTag: [] },
    private: { seenBy: ['author', 'follower', 'mentioned'], onProfile: ['author', 'follower', 'mentioned'], onPublic: [], onTag: [] },
    direct: { seenBy: ['author', 'mentioned'], onProfile: ['author', 'mentioned'], onPublic: [], onTag: [] },
};

for (const [visibility, { seenBy, onProfile, onPublic, onTag }] of Object.entries(expected)) {
    test(`${visibility}: seen by ${seenBy.join(', ')}`, async () => {
        const post = await author.post(`@mentioned a ${visibility} secret #visibility`, { visibility });
        const reply = await author.post('and an answer to it', { visibility, in_reply_to_id: post.id });
        const thoseWho = async (sees) => {
            const names = [];
            for (const [name, reader] of Object.entries(readers)) if (await sees(reader, name)) names.push(name);
            return names;
        };
        const lists = async (reader, path) => (await reader.ask('GET', path)).some(({ id }) => id === post.id);

        assert.equal(post.visibility, visibility);
        assert.deepEqual(await thoseWho(async (reader) => (await reader.call('GET', `/api/v1/statuses/${post.id}`)).status === 200), seenBy);
        assert.deepEqual(await thoseWho((reader) => lists(reader, `/api/v1/accounts/${author.id}/statuses`)), onProfile);
        assert.deepEqual(await thoseWho((reader) => lists(reader, '/api/v1/timelines/public')), onPublic);
        assert.deepEqual(await thoseWho((reader) => lists(reader, '/api/v1/timelines/tag/visibility')), onTag);

        // What cannot be seen cannot be touched, and says nothing of itself.
        const hidden = everyone.filter((name) => !seenBy.includes(name));
        for (const name of hidden) {
            const paths = ['context', 'favourited_by', 'reblogged_by', 'history'].map((what) => ['GET', `/api/v1/statuses/${post.id}/${what}`]);
            if (name !== 'anonymous') paths.push(['GET', `/api/v1/statuses/${post.id}/source`], ['PUT', `/api/v1/statuses/${post.id}`]);
            if (name !== 'anonymous') paths.push(...['favourite', 'reblog', 'bookmark', 'pin', 'unpin', 'mute', 'unmute'].map((what) => ['POST', `/api/v1/statuses/${post.id}/${what}`]));
            for (const [method, path] of paths) {
                const { status, json } = await readers[name].call(method, path);
                assert.deepEqual([status, json], [404, { error: 'Record not found' }], `${name}: ${method} ${path}`);
            }
        }

        // A thread leaves out what the reader may not see.
        const withAnswer = await thoseWho(async (reader) => {
            const { status, json } = await reader.call('GET', `/api/v1/statuses/${post.id}/context`);
            return status === 200 && json.descendants.some(({ id }) => id === reply.id);
        });
        const answerSeenBy = visibility === 'private' ? ['author', 'follower'] : visibility === 'direct' ? ['author'] : everyone;
        assert.deepEqual(withAnswer, answerSeenBy);

        const notified = (await readers.mentioned.ask('GET', '/api/v1/notifications?include_filtered=true')).filter(({ status }) => status?.id === post.id);
        assert.deepEqual(notified.map(({ type }) => type), ['mention']);
    });
}

test('home has what the people one follows wrote, and no direct posts to others', async () => {
    const posts = {};
    for (const visibility of Object.keys(expected)) posts[visibility] = await author.post(`home ${visibility}`, { visibility });

    const home = (await readers.follower.ask('GET', '/api/v1/timelines/home')).map(({ id }) => id);
    const own = (await author.ask('GET', '/api/v1/timelines/home')).map(({ id }) => id);
    const strangers = await readers.stranger.ask('GET', '/api/v1/timelines/home');

    for (const visibility of ['public', 'unlisted', 'private']) assert.ok(home.includes(posts[visibility].id), visibility);
    assert.ok(!home.includes(posts.direct.id));
    assert.ok(own.includes(posts.private.id));
    assert.deepEqual(strangers, []);
});

test('a private post is boosted by its author alone, a direct one by nobody', async () => {
    const ofFollowers = await author.post('for followers', { visibility: 'private' });
    const direct = await author.post('@mentioned between us', { visibility: 'direct' });
    const boost = (reader, { id }) => reader.call('POST', `/api/v1/statuses/${id}/reblog`);

    assert.equal((await boost(author, ofFollowers)).status, 200);
    assert.equal((await boost(readers.follower, ofFollowers)).status, 403);
    assert.equal((await boost(author, direct)).status, 403);
    assert.equal((await boost(readers.mentioned, direct)).status, 403);
});

test('a follower who leaves loses the private posts', async () => {
    const post = await author.post('while you follow', { visibility: 'private' });
    await readers.follower.ask('POST', `/api/v1/accounts/${author.id}/unfollow`);

    const { status } = await readers.follower.call('GET', `/api/v1/statuses/${post.id}`);
    const home = await readers.follower.ask('GET', '/api/v1/timelines/home');

    assert.equal(status, 404);
    assert.deepEqual(home.filter(({ account }) => account.id === author.id), []);
    await readers.follower.ask('POST', `/api/v1/accounts/${author.id}/follow`);
});
