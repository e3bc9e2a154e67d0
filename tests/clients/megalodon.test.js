// The main job through megalodon, the library behind Whalebird and Fedistar. support/watch.js holds each answer against its entity.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fixtureStream } from './support/fixtures.js';
import { MAIN_JOB } from './support/main_job.js';
import { addPerson, canary, codeOn, decide, fillSignIn, nobody, registerApp } from './support/people.js';
import { startServer } from './support/server.js';
import { Visitor } from './support/visitor.js';

const { default: generator, detector } = createRequire(import.meta.url)('megalodon');
const failsWith = (status, text) => ({ response }) => {
    assert.deepEqual([response.status, response.data.error], [status, text]);
    return true;
};
const ids = ({ data }) => data.map(({ id }) => id);

let server, alice, bob, carol;
const called = new Set(); // Names of the library's methods.

before(async () => {
    server = await startServer({ settings: { registrations: 'open' } });
    alice = await addPerson(server, 'alice');
    bob = await addPerson(server, 'bob');
    carol = await addPerson(server, 'carol', { settings: { locked: true } });
    server.heard.clear();
    noteCalls(Object.getPrototypeOf(alice.megalodon));
});
after(() => server.stop());

// From now on, whatever client calls a method, `called` knows.
function noteCalls(prototype) {
    for (const name of Object.getOwnPropertyNames(prototype).filter((each) => each !== 'constructor')) {
        const method = prototype[name];
        prototype[name] = function noted(...given) {
            called.add(name);
            return method.apply(this, given);
        };
    }
}

test('it takes us for a Mastodon', async () => {
    assert.equal(await detector(server.url), 'mastodon');
});

test('an app registers, a person signs in with it, and the token is revoked', async () => {
    const client = generator('mastodon', server.url);
    const app = await client.registerApp('Whalebird', { scopes: ['read', 'write', 'follow'], website: 'https://whalebird.test' });
    const visitor = new Visitor(server.url);
    const consent = await fillSignIn(visitor, await visitor.get(app.url), alice);
    const code = codeOn((await decide(visitor, consent, 'authorize')).text);

    const token = await client.fetchAccessToken(app.client_id, app.client_secret, code);
    server.secrets.add(app.client_secret).add(code).add(token.access_token);
    server.users.add(token.access_token);
    const signedIn = generator('mastodon', server.url, token.access_token);

    assert.equal(token.token_type, 'Bearer');
    assert.deepEqual(token.scope.split(' ').sort(), ['follow', 'read', 'write']);
    assert.equal((await signedIn.verifyAppCredentials()).data.name, 'Whalebird');
    assert.equal((await signedIn.verifyAccountCredentials()).data.username, 'alice');
    await client.revokeToken(app.client_id, app.client_secret, token.access_token);
    await assert.rejects(signedIn.verifyAccountCredentials(), failsWith(401, 'The access token was revoked'));
    await assert.rejects(client.fetchAccessToken(app.client_id, app.client_secret, code), ({ response }) =>
        response.status === 400 && response.data.error === 'invalid_grant');
});

test('somebody signs up by the API', async () => {
    const app = await registerApp(server);
    const { access_token: token } = await nobody(server).ask('POST', '/oauth/token', {
        body: { grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret, scope: 'write:accounts' },
    });
    const password = `pass-${canary()}`;
    server.secrets.add(password);

    const { data } = await generator('mastodon', server.url, token).registerAccount('dave', 'dave@mail.test', password, true, 'en', 'hello');

    assert.equal(data.token_type, 'Bearer');
});

test('a profile is written and read', async () => {
    const { data: mine } = await alice.megalodon.updateCredentials({
        display_name: 'アリス', note: 'こんにちは', source: { privacy: 'unlisted', language: 'ja' },
        fields_attributes: [{ name: '場所', value: '東京' }],
    });
    const { data: seen } = await bob.megalodon.getAccount(alice.id);

    assert.deepEqual([mine.display_name, mine.source.privacy, mine.source.language, mine.fields[0].value], ['アリス', 'unlisted', 'ja', '東京']);
    assert.deepEqual([seen.display_name, seen.note], ['アリス', '<p>こんにちは</p>']);
    await alice.megalodon.updateCredentials({ source: { privacy: 'public' } });
});

test('following, and being asked', async () => {
    const { data: followed } = await bob.megalodon.followAccount(alice.id, { reblog: true });
    const { data: asked } = await bob.megalodon.followAccount(carol.id);
    await alice.megalodon.followAccount(carol.id);

    assert.deepEqual([followed.following, asked.following, asked.requested], [true, false, true]);
    assert.deepEqual(ids(await carol.megalodon.getFollowRequests()).sort(), [alice.id, bob.id].sort());
    assert.equal((await carol.megalodon.acceptFollowRequest(bob.id)).data.followed_by, true);
    assert.equal((await carol.megalodon.rejectFollowRequest(alice.id)).data.followed_by, false);
    assert.equal((await bob.megalodon.getRelationship(carol.id)).data.following, true);
    assert.deepEqual((await bob.megalodon.getRelationships([alice.id, carol.id])).data.map(({ id }) => id), [alice.id, carol.id]);
    assert.deepEqual(ids(await bob.megalodon.getAccountFollowers(alice.id)), [bob.id]);
    assert.deepEqual(ids(await bob.megalodon.getAccountFollowing(bob.id)).sort(), [alice.id, carol.id].sort());
    assert.equal((await bob.megalodon.unfollowAccount(carol.id)).data.following, false);
});

test('a post is made, answered, favourited, boosted, bookmarked, and taken back', async () => {
    const { data: post } = await alice.megalodon.postStatus('東京の天気 #天気', { language: 'ja', spoiler_text: '雨', sensitive: true, visibility: 'public' });
    const { data: reply } = await bob.megalodon.postStatus('@alice 晴れ', { in_reply_to_id: post.id });

    assert.deepEqual([post.language, post.spoiler_text, post.tags[0].name], ['ja', '雨', '天気']);
    assert.deepEqual((await bob.megalodon.getStatusContext(post.id)).data.descendants.map(({ id }) => id), [reply.id]);
    assert.equal((await bob.megalodon.getStatus(post.id)).data.replies_count, 1);
    assert.equal((await bob.megalodon.favouriteStatus(post.id)).data.favourited, true);
    assert.equal((await bob.megalodon.reblogStatus(post.id)).data.reblog.id, post.id);
    assert.equal((await bob.megalodon.bookmarkStatus(post.id)).data.bookmarked, true);
    assert.deepEqual(ids(await bob.megalodon.getStatusFavouritedBy(post.id)), [bob.id]);
    assert.deepEqual(ids(await bob.megalodon.getStatusRebloggedBy(post.id)), [bob.id]);
    assert.deepEqual(ids(await bob.megalodon.getFavourites()), [post.id]);
    assert.deepEqual(ids(await bob.megalodon.getBookmarks()), [post.id]);
    assert.equal((await bob.megalodon.unfavouriteStatus(post.id)).data.favourited, false);
    assert.equal((await bob.megalodon.unreblogStatus(post.id)).data.reblogged, false);
    assert.equal((await bob.megalodon.unbookmarkStatus(post.id)).data.bookmarked, false);
    await bob.megalodon.deleteStatus(reply.id);
    await assert.rejects(bob.megalodon.getStatus(reply.id), failsWith(404, 'Record not found'));
});

test('a poll is asked and voted on', async () => {
    const { data: { poll } } = await alice.megalodon.postStatus('お昼は？', { poll: { options: ['うどん', 'そば'], expires_in: 3600, multiple: true } });

    const { data: voted } = await bob.megalodon.votePoll(poll.id, [0, 1]);
    const { data: seen } = await alice.megalodon.getPoll(poll.id);

    assert.deepEqual([voted.voted, voted.votes_count], [true, 2]);
    assert.deepEqual(seen.options.map(({ votes_count: count }) => count), [1, 1]);
});

test('a post is edited', async () => {
    const { data: post } = await alice.megalodon.postStatus('one', {});

    const { data: edited } = await alice.megalodon.editStatus(post.id, { status: 'two', spoiler_text: 'careful' });
    const { data: source } = await alice.megalodon.getStatusSource(post.id);

    assert.deepEqual([edited.content, edited.spoiler_text], ['<p>two</p>', 'careful']);
    assert.deepEqual([source.text, source.spoiler_text], ['two', 'careful']);
});

test('people are put in a list, which is read by itself', async () => {
    const { megalodon } = bob;
    const { data: list } = await megalodon.createList('友だち');
    await megalodon.followAccount(alice.id);
    await megalodon.addAccountsToList(list.id, [alice.id]);
    const { data: post } = await alice.megalodon.postStatus('for the list', {});

    assert.equal((await megalodon.updateList(list.id, 'Friends')).data.title, 'Friends');
    assert.equal((await megalodon.getList(list.id)).data.title, 'Friends');
    assert.deepEqual(ids(await megalodon.getLists()), [list.id]);
    assert.deepEqual(ids(await megalodon.getAccountLists(alice.id)), [list.id]);
    assert.deepEqual(ids(await megalodon.getAccountsInList(list.id)), [alice.id]);
    assert.equal(ids(await megalodon.getListTimeline(list.id, { limit: 1 }))[0], post.id);
    await megalodon.deleteAccountsFromList(list.id, [alice.id]);
    assert.deepEqual(ids(await megalodon.getAccountsInList(list.id)), []);
    await megalodon.deleteList(list.id);
    await assert.rejects(megalodon.getList(list.id), failsWith(404, 'Record not found'));
});

test('hashtags are followed, shown on profiles, and looked up', async () => {
    const { megalodon } = bob;
    const names = ({ data }) => data.map(({ name }) => name);
    await megalodon.postStatus('#煎茶', {});

    assert.equal((await megalodon.followTag('煎茶')).data.following, true);
    assert.equal((await megalodon.getTag('煎茶')).data.name, '煎茶');
    assert.deepEqual(names(await megalodon.getFollowedTags()), ['煎茶']);
    assert.equal((await megalodon.unfollowTag('煎茶')).data.following, false);
    assert.deepEqual(names(await megalodon.getSuggestedTags()), ['煎茶']);
    const { data: featured } = await megalodon.createFeaturedTag('煎茶');
    assert.deepEqual(names(await megalodon.getFeaturedTags()), ['煎茶']);
    await megalodon.deleteFeaturedTag(featured.id);
    assert.deepEqual(names(await megalodon.getFeaturedTags()), []);
});

test('a post is pinned, its conversation muted, another one scheduled', async () => {
    const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    const { data: post } = await alice.megalodon.postStatus('pin me', {});

    assert.equal((await alice.megalodon.pinStatus(post.id)).data.pinned, true);
    assert.deepEqual(ids(await bob.megalodon.getAccountStatuses(alice.id, { pinned: true })), [post.id]);
    assert.equal((await alice.megalodon.unpinStatus(post.id)).data.pinned, false);
    assert.equal((await alice.megalodon.muteStatus(post.id)).data.muted, true);
    assert.equal((await alice.megalodon.unmuteStatus(post.id)).data.muted, false);

    const { data: scheduled } = await alice.megalodon.postStatus('later', { scheduled_at: at(10) });
    assert.deepEqual(ids(await alice.megalodon.getScheduledStatuses()), [scheduled.id]);
    assert.equal((await alice.megalodon.scheduleStatus(scheduled.id, at(20))).data.id, scheduled.id);
    assert.equal((await alice.megalodon.getScheduledStatus(scheduled.id)).data.params.text, 'later');
    await alice.megalodon.cancelScheduledStatus(scheduled.id);
    assert.deepEqual(ids(await alice.megalodon.getScheduledStatuses()), []);
});

test('timelines and a profile’s posts', async () => {
    const { data: post } = await alice.megalodon.postStatus('see #timelines', {});

    assert.equal(ids(await bob.megalodon.getHomeTimeline({ limit: 1 }))[0], post.id);
    assert.equal(ids(await bob.megalodon.getPublicTimeline({ limit: 1 }))[0], post.id);
    assert.equal(ids(await bob.megalodon.getLocalTimeline({ limit: 1 }))[0], post.id);
    assert.deepEqual(ids(await bob.megalodon.getTagTimeline('timelines')), [post.id]);
    assert.equal(ids(await bob.megalodon.getAccountStatuses(alice.id, { limit: 1, exclude_replies: true }))[0], post.id);
});

test('notifications', async () => {
    await alice.megalodon.dismissNotifications();
    const { data: post } = await alice.megalodon.postStatus('notify me', {});
    await bob.megalodon.favouriteStatus(post.id);
    await bob.megalodon.postStatus('@alice hello', {});

    const { data: list } = await alice.megalodon.getNotifications({ limit: 10 });

    assert.deepEqual(list.map(({ type }) => type), ['mention', 'favourite']);
    assert.equal((await alice.megalodon.getNotification(list[1].id)).data.status.id, post.id);
    await alice.megalodon.dismissNotification(list[0].id);
    assert.deepEqual(ids(await alice.megalodon.getNotifications()), [list[1].id]);
});

test('people shown, servers blocked, conversations, suggestions', async () => {
    await alice.megalodon.followAccount(bob.id);
    assert.equal((await alice.megalodon.pinAccount(bob.id)).data.endorsed, true);
    assert.deepEqual(ids(await alice.megalodon.getEndorsements()), [bob.id]);
    assert.equal((await alice.megalodon.unpinAccount(bob.id)).data.endorsed, false);
    await alice.megalodon.blockDomain('bad.test');
    assert.deepEqual((await alice.megalodon.getDomainBlocks()).data, ['bad.test']);
    await alice.megalodon.unblockDomain('bad.test');
    await bob.megalodon.postStatus('@alice between us', { visibility: 'direct' });
    const { data: [conversation] } = await alice.megalodon.getConversationTimeline();
    assert.equal((await alice.megalodon.readConversation(conversation.id)).data.unread, false);
    await alice.megalodon.deleteConversation(conversation.id);
    assert.deepEqual((await alice.megalodon.getConversationTimeline()).data, []);
    assert.ok(Array.isArray((await alice.megalodon.getSuggestions()).data));
    assert.ok(Array.isArray((await alice.megalodon.getInstanceDirectory({ order: 'new' })).data));
});

test('people are blocked and muted, and the lists of them read', async () => {
    assert.equal((await alice.megalodon.blockAccount(carol.id)).data.blocking, true);
    assert.deepEqual(ids(await alice.megalodon.getBlocks()), [carol.id]);
    assert.equal((await alice.megalodon.unblockAccount(carol.id)).data.blocking, false);
    assert.deepEqual(ids(await alice.megalodon.getBlocks()), []);
    const { data: muted } = await alice.megalodon.muteAccount(carol.id, false);
    assert.deepEqual([muted.muting, muted.muting_notifications], [true, false]);
    assert.deepEqual(ids(await alice.megalodon.getMutes()), [carol.id]);
    assert.equal((await alice.megalodon.unmuteAccount(carol.id)).data.muting, false);
    assert.deepEqual(ids(await alice.megalodon.getMutes()), []);
});

test('people are searched for, and what the server tells of itself', async () => {
    assert.deepEqual(ids(await alice.megalodon.searchAccount('bob', { limit: 1 })), [bob.id]);
    assert.deepEqual((await alice.megalodon.getIdentityProof(bob.id)).data, []);
    assert.ok(Array.isArray((await alice.megalodon.getInstancePeers()).data));
    assert.ok(Array.isArray((await alice.megalodon.getInstanceActivity()).data));
    assert.ok(Array.isArray((await alice.megalodon.getInstanceTrends(5)).data));
});

test('a picture is uploaded, described and posted', async () => {
    const { data: uploaded } = await alice.megalodon.uploadMedia(fixtureStream('turned.jpg'), { description: '丘の上' });
    assert.deepEqual([uploaded.type, uploaded.description], ['image', '丘の上']);
    assert.equal((await alice.megalodon.getMedia(uploaded.id)).data.id, uploaded.id);
    assert.equal((await alice.megalodon.updateMedia(uploaded.id, { description: '山の上' })).data.description, '山の上');
    const { data: post } = await alice.megalodon.postStatus('', { media_ids: [uploaded.id] });
    assert.deepEqual(post.media_attachments.map(({ id, description }) => [id, description]), [[uploaded.id, '山の上']]);
});

test('markers, preferences, emoji, search, the server itself', async () => {
    const { data: post } = await alice.megalodon.postStatus('find #さがしもの', {});
    await alice.megalodon.saveMarkers({ home: { last_read_id: post.id } });
    const { data: found } = await alice.megalodon.search('さがし', { type: 'hashtags', limit: 5 });

    assert.equal((await alice.megalodon.getMarkers(['home'])).data.home.last_read_id, post.id);
    assert.equal((await alice.megalodon.getPreferences()).data['posting:default:visibility'], 'public');
    assert.deepEqual((await alice.megalodon.getInstanceCustomEmojis()).data, []);
    assert.deepEqual(found.hashtags.map(({ name }) => name), ['さがしもの']);
    assert.equal((await alice.megalodon.getInstance()).data.uri, server.domain);
});

test('filters', async () => {
    const { data: made } = await alice.megalodon.createFilter('goal', ['home', 'public'], { irreversible: true, whole_word: true });

    assert.deepEqual([made.phrase, made.context, made.irreversible, made.whole_word], ['goal', ['home', 'public'], true, true]);
    assert.equal((await alice.megalodon.updateFilter(made.id, 'match', ['thread'], { irreversible: false })).data.phrase, 'match');
    assert.deepEqual((await alice.megalodon.getFilter(made.id)).data.context, ['thread']);
    assert.deepEqual(ids(await alice.megalodon.getFilters()), [made.id]);
    await alice.megalodon.deleteFilter(made.id);
    assert.deepEqual(ids(await alice.megalodon.getFilters()), []);
});

test('announcements and reports', async () => {
    const id = (await server.cli('announcements', 'create', 'Maintenance at ten')).trim();
    await alice.megalodon.addReactionToAnnouncement(id, '👍');
    const { data: [shown] } = await alice.megalodon.getInstanceAnnouncements();

    assert.deepEqual([shown.id, shown.read, shown.reactions[0].name, shown.reactions[0].me], [id, false, '👍', true]);
    await alice.megalodon.removeReactionFromAnnouncement(id, '👍');
    await alice.megalodon.dismissInstanceAnnouncement(id);
    assert.deepEqual((await alice.megalodon.getInstanceAnnouncements()).data, []);
    await server.cli('announcements', 'delete', id);

    const { data: report } = await alice.megalodon.report(bob.id, { comment: 'spam', category: 'spam' });
    assert.equal(report.target_account.id, bob.id);
});

test('every endpoint of the main job that it has words for was heard, and answered as documented', () => {
    const withoutWords = [
        'GET /.well-known/oauth-authorization-server', 'GET /oauth/userinfo', 'GET /api/v1/accounts/lookup', 'GET /api/v2/instance',
    ];
    const missed = MAIN_JOB.filter((endpoint) => !server.heard.has(endpoint));
    assert.deepEqual(missed.filter((endpoint) => !withoutWords.includes(endpoint)), []);
});

test('so was everything else that it has words for', () => {
    const ofOthers = [ // Pleroma's and Misskey's: it refuses them itself.
        'createEmojiReaction', 'deleteEmojiReaction', 'getEmojiReaction', 'getEmojiReactions', 'getAccountFavourites', 'readNotifications',
        'subscribeAccount', 'unsubscribeAccount',
    ];
    const sockets = ['directSocket', 'listSocket', 'localSocket', 'publicSocket', 'tagSocket', 'userSocket']; // streaming.test.js
    const notOurs = [ // Web push, and tokens that run out: there are none here.
        'deletePushSubscription', 'getPushSubscription', 'subscribePushNotification', 'updatePushSubscription', 'refreshToken',
    ];
    const withoutAnswer = ['constructor', 'cancel'];

    const known = Object.getOwnPropertyNames(Object.getPrototypeOf(alice.megalodon));
    const missed = known.filter((name) => !called.has(name) && ![...ofOthers, ...sockets, ...notOurs, ...withoutAnswer].includes(name));
    assert.deepEqual(missed, [], 'call each of these in this file');
});
