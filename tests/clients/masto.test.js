// The main job through masto, the library behind Elk and Phanpy. support/watch.js holds each answer against its entity.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createOAuthAPIClient, createRestAPIClient } from 'masto';
import { fixture } from './support/fixtures.js';
import { MAIN_JOB } from './support/main_job.js';
import { addPerson, canary, nobody, OUT_OF_BAND, registerApp, signIn } from './support/people.js';
import { endpointOf } from './support/routes.js';
import { ROUTES } from './support/routes_of_ours.js';
import { startServer } from './support/server.js';
import { startTranslationService } from './support/translation_service.js';

let server, translator, alice, bob, carol;

before(async () => {
    translator = await startTranslationService();
    server = await startServer({ settings: { registrations: 'open', 'federation.show_domain_blocks': 'all', ...translator.settings } });
    server.secrets.add(translator.key);
    alice = await addPerson(server, 'alice');
    bob = await addPerson(server, 'bob');
    carol = await addPerson(server, 'carol', { settings: { locked: true } });
    server.heard.clear();
});
after(async () => {
    translator.stop();
    await server.stop();
});

test('an app registers, gets a token of its own, and a person’s token is revoked', async () => {
    const oauth = createOAuthAPIClient({ url: server.url });
    const app = await nobody(server).rest.v1.apps.create({
        clientName: 'Elk', redirectUris: [OUT_OF_BAND, 'https://elk.test/callback'], scopes: 'read write follow push', website: 'https://elk.test',
    });
    assert.deepEqual(app.redirectUris, [OUT_OF_BAND, 'https://elk.test/callback']);
    assert.equal(app.redirectUri, `${OUT_OF_BAND}\nhttps://elk.test/callback`);
    assert.deepEqual(app.scopes, ['read', 'write', 'follow', 'push']);

    const own = await oauth.token.create({
        grantType: 'client_credentials', clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: OUT_OF_BAND, scope: 'read',
    });
    assert.equal(own.scope, 'read');
    const verified = await createRestAPIClient({ url: server.url, accessToken: own.accessToken }).v1.apps.verifyCredentials();
    assert.equal(verified.name, 'Elk');
    assert.equal(verified.clientSecret, undefined);

    const ours = await registerApp(server);
    const token = (await signIn(server, alice, { app: ours })).access_token;
    const rest = createRestAPIClient({ url: server.url, accessToken: token });
    assert.equal((await rest.v1.accounts.verifyCredentials()).username, 'alice');
    await oauth.revoke({ clientId: ours.client_id, clientSecret: ours.client_secret, token });
    await assert.rejects(rest.v1.accounts.verifyCredentials(), { statusCode: 401, message: 'The access token was revoked' });
});

test('somebody signs up by the API', async () => {
    const app = await registerApp(server);
    const { access_token: token } = await nobody(server).ask('POST', '/oauth/token', {
        body: { grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret, scope: 'read write' },
    });
    const rest = createRestAPIClient({ url: server.url, accessToken: token });
    const password = `pass-${canary()}`;
    server.secrets.add(password);

    const signedUp = await rest.v1.accounts.create({
        username: 'dave', email: 'dave@mail.test', password, agreement: true, locale: 'ja', reason: 'はじめまして',
    });
    const taken = rest.v1.accounts.create({ username: 'Dave', email: 'no address', password: 'short', agreement: true, locale: 'ja' });

    assert.equal(signedUp.tokenType, 'Bearer');
    await assert.rejects(taken, (error) => {
        assert.equal(error.statusCode, 422);
        assert.match(error.message, /^Validation failed: /);
        assert.equal(error.details.username[0].error, 'ERR_TAKEN');
        assert.equal(error.details.email[0].error, 'ERR_INVALID');
        assert.equal(error.details.password[0].error, 'ERR_TOO_SHORT');
        return true;
    });
});

test('a profile is written and read', async () => {
    const { rest } = alice;

    const mine = await rest.v1.accounts.updateCredentials({
        displayName: 'アリス', note: '東京に住んでいます。 https://alice.example.com/', bot: false, discoverable: true,
        source: { privacy: 'unlisted', sensitive: false, language: 'ja' },
        fieldsAttributes: [{ name: 'Pronouns', value: 'she/her' }, { name: 'Site', value: 'https://alice.example.com/' }],
    });
    const seen = await bob.rest.v1.accounts.$select(alice.id).fetch();
    const found = await nobody(server).rest.v1.accounts.lookup({ acct: 'alice' });

    assert.equal(mine.displayName, 'アリス');
    assert.equal(mine.source.privacy, 'unlisted');
    assert.equal(mine.source.language, 'ja');
    assert.equal(mine.source.note, '東京に住んでいます。 https://alice.example.com/');
    assert.deepEqual(mine.source.fields.map(({ name }) => name), ['Pronouns', 'Site']);
    assert.match(seen.note, /<a href="https:\/\/alice\.example\.com\/"/);
    assert.match(seen.fields[1].value, /<a href="https:\/\/alice\.example\.com\/"/);
    assert.equal(found.id, alice.id);
    assert.equal(found.uri, `${server.url}/users/alice`);
    assert.equal(found.url, `${server.url}/@alice`);
    await rest.v1.accounts.updateCredentials({ source: { privacy: 'public' } });
});

test('following, being asked, and what each sees of the other', async () => {
    const followed = await bob.rest.v1.accounts.$select(alice.id).follow({ reblogs: false, notify: true, languages: ['ja'] });
    const asked = await bob.rest.v1.accounts.$select(carol.id).follow();
    await alice.rest.v1.accounts.$select(carol.id).follow();
    const requests = await carol.rest.v1.followRequests.list();
    const accepted = await carol.rest.v1.followRequests.$select(bob.id).authorize();
    const rejected = await carol.rest.v1.followRequests.$select(alice.id).reject();
    const [toAlice, toCarol] = await bob.rest.v1.accounts.relationships.fetch({ id: [alice.id, carol.id] });

    assert.deepEqual([followed.following, followed.requested, followed.showingReblogs, followed.notifying, followed.languages],
        [true, false, false, true, ['ja']]);
    assert.deepEqual([asked.following, asked.requested], [false, true]);
    assert.deepEqual(requests.map(({ id }) => id).sort(), [alice.id, bob.id].sort());
    assert.deepEqual([accepted.id, accepted.followedBy], [bob.id, true]);
    assert.deepEqual([rejected.id, rejected.followedBy, rejected.requestedBy], [alice.id, false, false]);
    assert.deepEqual([toAlice.id, toAlice.following, toCarol.id, toCarol.following, toCarol.requested], [alice.id, true, carol.id, true, false]);
    assert.deepEqual((await bob.rest.v1.accounts.$select(alice.id).followers.list()).map(({ id }) => id), [bob.id]);
    assert.deepEqual((await bob.rest.v1.accounts.$select(bob.id).following.list()).map(({ id }) => id).sort(), [alice.id, carol.id].sort());

    const unfollowed = await bob.rest.v1.accounts.$select(alice.id).unfollow();
    assert.equal(unfollowed.following, false);
    assert.deepEqual(await bob.rest.v1.accounts.$select(alice.id).followers.list(), []);
    await bob.rest.v1.accounts.$select(alice.id).follow();
});

test('a post is made, answered, favourited, boosted, bookmarked, and taken back', async () => {
    const { rest } = bob;
    const post = await alice.rest.v1.statuses.create({
        status: '東京の天気 #天気 @bob https://example.com/', language: 'ja', visibility: 'public', spoilerText: '雨', sensitive: true,
    });
    const reply = await rest.v1.statuses.create({ status: '@alice 晴れ', inReplyToId: post.id });
    const shown = rest.v1.statuses.$select(post.id);

    assert.deepEqual([post.language, post.spoilerText, post.sensitive, post.mentions[0].id], ['ja', '雨', true, bob.id]);
    assert.equal(post.tags[0].name, '天気');
    assert.equal(post.application.name, 'Tests');
    assert.equal(reply.inReplyToId, post.id);
    assert.equal(reply.inReplyToAccountId, alice.id);
    const context = await shown.context.fetch();
    assert.deepEqual(context.descendants.map(({ id }) => id), [reply.id]);
    assert.deepEqual((await rest.v1.statuses.$select(reply.id).context.fetch()).ancestors.map(({ id }) => id), [post.id]);

    assert.equal((await shown.favourite()).favourited, true);
    assert.equal((await shown.favourite()).favouritesCount, 1);
    const boost = await shown.reblog();
    assert.deepEqual([boost.reblog.id, boost.reblog.reblogged, boost.reblog.reblogsCount], [post.id, true, 1]);
    assert.equal((await shown.bookmark()).bookmarked, true);
    assert.deepEqual((await shown.favouritedBy.list()).map(({ id }) => id), [bob.id]);
    assert.deepEqual((await shown.rebloggedBy.list()).map(({ id }) => id), [bob.id]);
    assert.deepEqual((await rest.v1.favourites.list()).map(({ id }) => id), [post.id]);
    assert.deepEqual((await rest.v1.bookmarks.list()).map(({ id }) => id), [post.id]);

    assert.deepEqual([(await shown.unfavourite()).favourited, (await shown.unfavourite()).favouritesCount], [false, 0]);
    assert.equal((await shown.unreblog()).reblogged, false);
    assert.equal((await shown.unbookmark()).bookmarked, false);
    assert.deepEqual(await shown.favouritedBy.list(), []);
    await assert.rejects(nobody(server).rest.v1.statuses.$select(boost.id).fetch(), { statusCode: 404, message: 'Record not found' });

    const deleted = await rest.v1.statuses.$select(reply.id).remove();
    assert.equal(deleted.text, '@alice 晴れ');
    await assert.rejects(rest.v1.statuses.$select(reply.id).fetch(), { statusCode: 404, message: 'Record not found' });
    assert.equal((await shown.fetch()).repliesCount, 0);
});

test('a post is edited, and its history told', async () => {
    const post = await alice.rest.v1.statuses.create({ status: 'helo #typo', poll: { options: ['うどん', 'そば'], expiresIn: 3600 } });
    await bob.rest.v1.polls.$select(post.poll.id).votes.create({ choices: [0] });
    const select = alice.rest.v1.statuses.$select(post.id);

    const edited = await select.update({ status: 'hello #東京 @bob', spoilerText: '挨拶', language: 'ja', poll: { options: ['うどん', 'そば', '両方'], expiresIn: 3600 } });
    const source = await select.source.fetch();
    const history = await nobody(server).rest.v1.statuses.$select(post.id).history.list();

    assert.deepEqual([edited.id, edited.spoilerText, edited.sensitive, edited.language], [post.id, '挨拶', true, 'ja']);
    assert.deepEqual([edited.tags[0].name, edited.mentions[0].id], ['東京', bob.id]);
    assert.deepEqual([edited.poll.id, edited.poll.votesCount, edited.poll.options.length], [post.poll.id, 0, 3]);
    assert.deepEqual([source.id, source.text, source.spoilerText], [post.id, 'hello #東京 @bob', '挨拶']);
    assert.deepEqual(history.map(({ spoilerText }) => spoilerText), ['', '挨拶']);
    assert.deepEqual(history.map(({ createdAt }) => createdAt), [post.createdAt, edited.editedAt]);
    assert.deepEqual(history.map(({ poll }) => poll.options.map(({ title }) => title)), [['うどん', 'そば'], ['うどん', 'そば', '両方']]);
    assert.equal((await select.remove()).poll.options.length, 3);
});

test('a post is read in another language', async () => {
    const post = await alice.rest.v1.statuses.create({
        status: 'Hello, world! @bob', spoilerText: 'Cats', language: 'en', poll: { options: ['Tea', 'Coffee'], expiresIn: 600 },
    });
    const secret = await alice.rest.v1.statuses.create({ status: 'Hello', language: 'en', visibility: 'private' });
    const read = (id) => bob.rest.v1.statuses.$select(id).translate({ lang: 'ja' });

    const translation = await read(post.id);

    assert.match(translation.content, /^<p>こんにちは, 世界! <span class="h-card"><a href="[^"]+" class="u-url mention"/);
    assert.equal(translation.spoilerText, '猫');
    assert.deepEqual(translation.poll, { id: post.poll.id, options: [{ title: 'お茶' }, { title: 'コーヒー' }] });
    assert.deepEqual([translation.language, translation.detectedSourceLanguage, translation.provider], ['ja', 'en', 'LibreTranslate']);
    assert.deepEqual(await read(post.id), translation);
    await assert.rejects(read(secret.id), { statusCode: 403 }); // Nobody else hears of it.
    assert.deepEqual(translator.asked.map(({ source, target, api_key }) => [source, target, api_key]), [['en', 'ja', translator.key]]);

    const { rest } = nobody(server);
    assert.equal((await rest.v2.instance.fetch()).configuration.translation.enabled, true);
    assert.deepEqual(await rest.v1.instance.translationLanguages.list(), { en: ['ja'], ja: ['en'], und: ['en', 'ja'] });
});

test('posts are pinned, and a conversation is muted', async () => {
    const post = await alice.rest.v1.statuses.create({ status: 'look at #this' });
    const other = await alice.rest.v1.statuses.create({ status: 'and this' });
    const select = alice.rest.v1.statuses.$select(post.id);
    const pinned = async () => (await bob.rest.v1.accounts.$select(alice.id).statuses.list({ pinned: true })).map(({ id }) => id);

    assert.equal(post.pinned, false);
    assert.equal((await select.pin()).pinned, true);
    await alice.rest.v1.statuses.$select(other.id).pin();
    assert.deepEqual(await pinned(), [other.id, post.id]);
    assert.equal((await select.unpin()).pinned, false);
    assert.deepEqual(await pinned(), [other.id]);
    await assert.rejects(bob.rest.v1.statuses.$select(post.id).pin(), { statusCode: 422, message: /Someone else's post cannot be pinned/ });

    await alice.rest.v1.notifications.clear();
    assert.equal((await select.mute()).muted, true);
    await bob.rest.v1.statuses.create({ status: '@alice you will not hear of this', inReplyToId: post.id });
    assert.deepEqual(await alice.rest.v1.notifications.list(), []);
    assert.equal((await select.unmute()).muted, false);
});

test('a post is scheduled, put off, and called off', async () => {
    const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    const at = inMinutes(10);
    const headers = { 'idempotency-key': 'scheduled once' };
    const scheduled = await alice.rest.v1.statuses.create({
        status: 'あとで', scheduledAt: at, visibility: 'unlisted', spoilerText: '予約', language: 'ja', poll: { options: ['a', 'b'], expiresIn: 3600 },
    });
    const select = alice.rest.v1.scheduledStatuses.$select(scheduled.id);
    const body = { status: 'once', scheduled_at: inMinutes(20) };
    const [first, second] = [await alice.ask('POST', '/api/v1/statuses', { body, headers }), await alice.ask('POST', '/api/v1/statuses', { body, headers })];

    assert.equal(new Date(scheduled.scheduledAt).toISOString(), at);
    assert.deepEqual([scheduled.params.text, scheduled.params.visibility, scheduled.params.spoilerText, scheduled.params.language], ['あとで', 'unlisted', '予約', 'ja']);
    assert.deepEqual(scheduled.params.poll.options, ['a', 'b']);
    assert.equal(first.id, second.id);
    assert.deepEqual((await alice.rest.v1.scheduledStatuses.list()).map(({ id }) => id), [first.id, scheduled.id]);
    assert.deepEqual((await alice.rest.v1.scheduledStatuses.list({ limit: 1 })).map(({ id }) => id), [first.id]);
    assert.deepEqual(await bob.rest.v1.scheduledStatuses.list(), []);
    assert.equal((await select.fetch()).id, scheduled.id);
    const later = inMinutes(60);
    assert.equal(new Date((await select.update({ scheduledAt: later })).scheduledAt).toISOString(), later);
    await assert.rejects(select.update({ scheduledAt: inMinutes(4) }), { statusCode: 422, message: /must be in the future/ });
    await assert.rejects(bob.rest.v1.scheduledStatuses.$select(scheduled.id).fetch(), { statusCode: 404, message: 'Record not found' });
    await select.remove();
    await assert.rejects(select.fetch(), { statusCode: 404, message: 'Record not found' });
    await assert.rejects(alice.rest.v1.statuses.create({ status: 'x', scheduledAt: inMinutes(4) }), { statusCode: 422 });
});

test('timelines show what they should', async () => {
    const post = await alice.rest.v1.statuses.create({ status: 'see #timelines', visibility: 'public' });
    const unlisted = await alice.rest.v1.statuses.create({ status: 'quiet #timelines', visibility: 'unlisted' });
    const ids = (statuses) => statuses.map(({ id }) => id);

    assert.deepEqual(ids(await bob.rest.v1.timelines.home.list({ limit: 2 })), [unlisted.id, post.id]);
    assert.equal(ids(await bob.rest.v1.timelines.public.list({ limit: 1 }))[0], post.id);
    assert.equal(ids(await nobody(server).rest.v1.timelines.public.list({ local: true }))[0], post.id);
    assert.deepEqual(ids(await bob.rest.v1.timelines.tag.$select('TimeLines').list()), [post.id]);
    assert.deepEqual(ids(await nobody(server).rest.v1.accounts.$select(alice.id).statuses.list({ limit: 2 })), [unlisted.id, post.id]);
});

test('people are put in a list, which is read by itself', async () => {
    const { rest } = bob;
    const ids = (items) => items.map(({ id }) => id);
    const made = await rest.v1.lists.create({ title: '友だち', exclusive: false });
    const list = rest.v1.lists.$select(made.id);
    await rest.v1.accounts.$select(alice.id).follow();

    assert.deepEqual([made.title, made.repliesPolicy, made.exclusive], ['友だち', 'list', false]);
    assert.deepEqual(ids(await rest.v1.lists.list()), [made.id]);
    assert.deepEqual(await list.fetch(), made);
    await list.accounts.create({ accountIds: [alice.id] });
    assert.deepEqual(ids(await list.accounts.list()), [alice.id]);
    assert.deepEqual(ids(await rest.v1.accounts.$select(alice.id).lists.list()), [made.id]);
    await assert.rejects(list.accounts.create({ accountIds: [alice.id] }), { statusCode: 422 });

    const changed = await list.update({ title: 'Friends', exclusive: true });
    assert.deepEqual([changed.title, changed.exclusive], ['Friends', true]);
    for (const method of ['PUT', 'PATCH']) {
        const { replies_policy: policy } = await bob.ask(method, `/api/v1/lists/${made.id}`, { body: { replies_policy: 'followed' } });
        assert.equal(policy, 'followed');
    }
    const post = await alice.rest.v1.statuses.create({ status: 'for the list' });
    assert.equal(ids(await rest.v1.timelines.list.$select(made.id).list({ limit: 1 }))[0], post.id);
    assert.notEqual(ids(await rest.v1.timelines.home.list({ limit: 1 }))[0], post.id);

    await list.accounts.remove({ accountIds: [alice.id] });
    assert.deepEqual(await list.accounts.list(), []);
    assert.deepEqual(await rest.v1.timelines.list.$select(made.id).list(), []);
    assert.equal(ids(await rest.v1.timelines.home.list({ limit: 1 }))[0], post.id);
    await list.remove();
    await assert.rejects(list.fetch(), { statusCode: 404 });
});

for (const version of ['v1', 'v1_alpha']) test(`people are recommended in a collection, and leave it (${version})`, async () => {
    const { id: eve } = await addPerson(server, `eve_${version}`, { settings: { discoverable: true } });
    const member = await addPerson(server, `recommended_${version}`, { settings: { discoverable: true } });
    const names = ({ collections }) => collections.map(({ name }) => name);
    const { feature_approval: approval } = await bob.ask('GET', `/api/v1/accounts/${eve}`);
    assert.deepEqual(approval, { automatic: ['public'], manual: [], current_user: 'automatic' });

    const { collection } = await bob.ask('POST', `/api/${version}/collections`, {
        body: { name: '猫', description: '猫の写真', language: 'ja', tag_name: '#猫', sensitive: false, discoverable: true, account_ids: [eve] },
    });
    const path = `/api/${version}/collections/${collection.id}`;
    assert.deepEqual([collection.name, collection.tag.name, collection.items[0].account_id], ['猫', '猫', eve]);
    const { collection_item: item } = await bob.ask('POST', `${path}/items`, { body: { account_id: member.id } });
    assert.equal(item.state, 'accepted');
    const shown = await nobody(server).ask('GET', path);
    assert.deepEqual(shown.accounts.map(({ id }) => id), [bob.id, eve, member.id]);
    assert.deepEqual(names(await nobody(server).ask('GET', `/api/${version}/accounts/${bob.id}/collections`)), ['猫']);
    for (const method of ['PATCH', 'PUT']) {
        const { collection: changed } = await bob.ask(method, path, { body: { name: 'ねこ' } });
        assert.equal(changed.name, 'ねこ');
    }

    assert.deepEqual(names(await member.ask('GET', `/api/${version}/accounts/${member.id}/in_collections`)), ['ねこ']);
    const told = await member.ask('GET', '/api/v1/notifications');
    assert.deepEqual(told.map(({ type }) => type), ['collection_update', 'added_to_collection']);
    const { notification_groups: groups } = await member.ask('GET', '/api/v2/notifications');
    assert.deepEqual(groups.map(({ collection: about }) => about.name), ['ねこ', 'ねこ']);
    assert.equal((await member.call('POST', `${path}/items/${item.id}/revoke`)).status, 200);
    assert.deepEqual((await bob.ask('GET', path)).accounts.map(({ id }) => id), [bob.id, eve]);

    assert.equal((await bob.call('DELETE', `${path}/items/${collection.items[0].id}`)).status, 200);
    assert.equal((await bob.call('DELETE', path)).status, 200);
    assert.equal((await bob.call('GET', path)).status, 404);
});

test('hashtags are followed, shown on profiles, and looked up', async () => {
    const { rest } = bob;
    const ginko = await addPerson(server, 'ginko');
    const names = (items) => items.map(({ name }) => name);
    const tag = rest.v1.tags.$select('ｾﾝﾁｬ');
    const before = await tag.fetch();
    const post = await ginko.rest.v1.statuses.create({ status: '一服 #センチャ #茶' });
    await ginko.rest.v1.statuses.create({ status: '#茶' });

    assert.deepEqual([before.id, before.name, before.following, before.featuring, before.history.length], ['', 'ｾﾝﾁｬ', false, false, 7]);
    assert.equal((await tag.follow()).following, true);
    assert.deepEqual(names(await rest.v1.followedTags.list()), ['センチャ']);
    assert.equal((await rest.v1.timelines.home.list({ limit: 1 }))[0].id, post.id);
    assert.equal((await tag.unfollow()).following, false);
    assert.equal((await nobody(server).rest.v1.tags.$select('センチャ').fetch()).history[0].uses, '1');
    assert.equal((await rest.v1.timelines.tag.$select('茶').list({ none: ['センチャ'] })).length, 1);
    assert.deepEqual((await rest.v1.timelines.tag.$select('茶').list({ all: ['センチャ'] })).map(({ id }) => id), [post.id]);

    const mine = ginko.rest.v1;
    assert.deepEqual(names(await mine.featuredTags.suggestions.list()), ['茶', 'センチャ']);
    const featured = await mine.featuredTags.create({ name: '茶' });
    assert.deepEqual([featured.name, Number(featured.statusesCount)], ['茶', 2]);
    assert.equal((await mine.tags.$select('センチャ').feature()).featuring, true);
    assert.deepEqual(names(await mine.featuredTags.list()), ['茶', 'センチャ']);
    assert.deepEqual(names(await nobody(server).rest.v1.accounts.$select(ginko.id).featuredTags.list()), ['茶', 'センチャ']);
    assert.equal((await mine.tags.$select('センチャ').unfeature()).featuring, false);
    await mine.featuredTags.$select(featured.id).remove();
    assert.deepEqual(await mine.featuredTags.list(), []);
});

test('notifications tell who did what, and are dismissed', async () => {
    await alice.rest.v1.notifications.clear();
    const post = await alice.rest.v1.statuses.create({ status: 'notify me' });
    const other = await addPerson(server, 'erin');
    await other.rest.v1.accounts.$select(alice.id).follow();
    await other.rest.v1.statuses.$select(post.id).favourite();
    await other.rest.v1.statuses.$select(post.id).reblog();
    await other.rest.v1.statuses.create({ status: '@alice hello' });

    const list = await alice.rest.v1.notifications.list();
    const mention = await alice.rest.v1.notifications.$select(list[0].id).fetch();
    const only = await alice.rest.v1.notifications.list({ types: ['favourite'] });
    const rest = await alice.rest.v1.notifications.list({ excludeTypes: ['favourite', 'mention'] });

    assert.deepEqual(list.map(({ type }) => type), ['mention', 'reblog', 'favourite', 'follow']);
    assert.ok(list.every(({ account }) => account.id === other.id));
    assert.deepEqual(mention, list[0]);
    assert.deepEqual(only.map(({ type }) => type), ['favourite']);
    assert.deepEqual(rest.map(({ type }) => type), ['reblog', 'follow']);
    await alice.rest.v1.notifications.$select(list[0].id).dismiss();
    assert.equal((await alice.rest.v1.notifications.list()).length, 3);
    await alice.rest.v1.notifications.clear();
    assert.deepEqual(await alice.rest.v1.notifications.list(), []);
});

test('notifications come in groups to whoever asks for them so', async () => {
    await alice.rest.v1.notifications.clear();
    const post = await alice.rest.v1.statuses.create({ status: 'group me' });
    const [one, two] = [await addPerson(server, 'frida'), await addPerson(server, 'gus')];
    for (const fan of [one, two]) await fan.rest.v1.statuses.$select(post.id).favourite();
    await two.rest.v1.statuses.create({ status: '@alice hello' });
    const { notifications } = alice.rest.v2;

    const page = await notifications.list({ groupedTypes: ['favourite', 'follow', 'reblog'], expandAccounts: 'partial_avatars', limit: 10 });
    const [mention, favourites] = page.notificationGroups;
    const apart = await notifications.list({ groupedTypes: ['follow'], types: ['favourite'] });
    const group = notifications.$select(favourites.groupKey);

    assert.deepEqual([mention.type, favourites.type, favourites.notificationsCount], ['mention', 'favourite', 2]);
    assert.deepEqual(favourites.sampleAccountIds, [two.id, one.id]);
    assert.equal(favourites.mostRecentNotificationId, Number(favourites.pageMaxId)); // A number, of which JavaScript keeps 53 bits.
    assert.deepEqual([page.accounts.map(({ id }) => id), page.partialAccounts.map(({ id }) => id)], [[two.id], [one.id]]);
    assert.deepEqual(page.statuses.map(({ id }) => id).sort(), [mention.statusId, post.id].sort());
    assert.deepEqual(apart.notificationGroups.map(({ notificationsCount: count }) => count), [1, 1]);
    assert.equal((await notifications.unreadCount.fetch()).count, 2);
    assert.equal((await group.fetch()).notificationGroups[0].groupKey, favourites.groupKey);
    assert.deepEqual((await group.accounts.fetch()).map(({ id }) => id), [two.id, one.id]);
    await group.dismiss();
    assert.deepEqual((await notifications.list()).notificationGroups.map(({ type }) => type), ['mention']);
    await alice.ask('POST', '/api/v2/notifications/clear');
    assert.deepEqual((await notifications.list()).notificationGroups, []);
});

test('a policy keeps strangers apart until they are let in', async () => {
    const reader = await addPerson(server, 'hana');
    const [ivo, jun] = [await addPerson(server, 'ivo'), await addPerson(server, 'jun')];
    const { notifications } = reader.rest.v1;
    const { policy } = reader.rest.v2.notifications;

    assert.deepEqual([(await policy.fetch()).forNotFollowing, (await policy.update({ forNotFollowing: 'filter' })).forNotFollowing], ['accept', 'filter']);
    for (const stranger of [ivo, jun]) await stranger.rest.v1.statuses.create({ status: '@hana hello' });
    const [second, first] = await notifications.requests.list({ limit: 10 });

    assert.deepEqual(await notifications.list(), []);
    assert.deepEqual([first.account.id, second.account.id, first.notificationsCount], [ivo.id, jun.id, '1']);
    assert.deepEqual((await policy.fetch()).summary, { pendingRequestsCount: 2, pendingNotificationsCount: 2 });
    assert.deepEqual(await notifications.requests.$select(first.id).fetch(), first);
    await notifications.requests.$select(first.id).accept();
    assert.equal((await notifications.requests.merged.fetch()).merged, true);
    assert.deepEqual((await notifications.list()).map(({ account }) => account.id), [ivo.id]);
    await notifications.requests.$select(second.id).dismiss();
    await reader.ask('POST', '/api/v1/notifications/requests/accept', { body: { id: [first.id] } });
    await reader.ask('POST', '/api/v1/notifications/requests/dismiss', { body: { id: [first.id] } });
    assert.deepEqual(await notifications.requests.list(), []);
    assert.equal((await reader.ask('GET', '/api/v1/notifications/policy')).filter_not_following, true);
    for (const method of ['PUT', 'PATCH']) {
        assert.equal((await reader.ask(method, '/api/v1/notifications/policy', { body: { filter_not_following: false } })).filter_not_following, false);
        assert.equal((await reader.ask(method, '/api/v2/notifications/policy', { body: { for_bots: 'drop' } })).for_bots, 'drop');
    }
});

test('a poll is asked, voted on, and counted', async () => {
    const { poll } = await alice.rest.v1.statuses.create({
        status: 'お昼は？', poll: { options: ['うどん', 'そば'], expiresIn: 3600, multiple: false },
    });
    const before = await bob.rest.v1.polls.$select(poll.id).fetch();
    const voted = await bob.rest.v1.polls.$select(poll.id).votes.create({ choices: [1] });
    const seen = await nobody(server).rest.v1.polls.$select(poll.id).fetch();

    assert.deepEqual([before.voted, before.ownVotes, before.votersCount, before.expired], [false, [], 0, false]);
    assert.deepEqual([voted.voted, voted.ownVotes, voted.votesCount, voted.votersCount], [true, [1], 1, 1]);
    assert.deepEqual(seen.options.map(({ title, votesCount }) => [title, votesCount]), [['うどん', 0], ['そば', 1]]);
    await assert.rejects(bob.rest.v1.polls.$select(poll.id).votes.create({ choices: [0] }), { statusCode: 422 });
});

test('somebody is blocked, muted, removed, and forgiven', async () => {
    const frank = await addPerson(server, 'frank');
    const account = alice.rest.v1.accounts.$select(frank.id);
    await frank.rest.v1.accounts.$select(alice.id).follow();

    assert.equal((await account.removeFromFollowers()).followedBy, false);
    const muted = await account.mute({ notifications: true, duration: 3600 });
    assert.deepEqual([muted.muting, muted.mutingNotifications, typeof muted.mutingExpiresAt], [true, true, 'string']);
    assert.deepEqual((await alice.rest.v1.mutes.list()).map(({ id }) => id), [frank.id]);
    assert.equal((await account.unmute()).muting, false);
    assert.equal((await account.block()).blocking, true);
    assert.deepEqual((await alice.rest.v1.blocks.list()).map(({ id }) => id), [frank.id]);
    await assert.rejects(frank.rest.v1.accounts.$select(alice.id).follow(), { statusCode: 403 });
    assert.equal((await account.unblock()).blocking, false);
});

test('several at once, and a count', async () => {
    const post = await alice.rest.v1.statuses.create({ status: 'one of several @bob' });
    const other = await alice.rest.v1.statuses.create({ status: 'another' });

    assert.deepEqual((await bob.rest.v1.statuses.fetch({ id: [post.id, other.id] })).map(({ id }) => id).sort(), [post.id, other.id].sort());
    assert.deepEqual((await bob.rest.v1.accounts.fetch({ id: [alice.id, bob.id] })).map(({ id }) => id).sort(), [alice.id, bob.id].sort());
    assert.deepEqual((await bob.rest.v1.accounts.search.list({ q: 'ali', limit: 1 })).map(({ id }) => id), [alice.id]);
    assert.ok((await bob.rest.v1.notifications.unreadCount.fetch()).count >= 1);
});

test('markers, preferences, emoji, search', async () => {
    const { rest } = alice;
    const post = await rest.v1.statuses.create({ status: 'find #さがしもの' });

    const marked = await rest.v1.markers.create({ home: { lastReadId: post.id }, notifications: { lastReadId: '5' } });
    const again = await rest.v1.markers.create({ home: { lastReadId: post.id } });
    const markers = await rest.v1.markers.fetch({ timeline: ['home', 'notifications'] });
    const preferences = await rest.v1.preferences.fetch();
    const found = await rest.v2.search.list({ q: 'さがし', limit: 5 });
    const people = await rest.v2.search.list({ q: '@bob', type: 'accounts', resolve: false });

    assert.equal(marked.home.lastReadId, post.id);
    assert.equal(again.home.version, marked.home.version + 1);
    assert.deepEqual([markers.home.lastReadId, markers.notifications.lastReadId], [post.id, '5']);
    assert.equal(preferences['posting:default:visibility'], 'public');
    assert.equal(preferences['posting:default:language'], 'ja');
    assert.deepEqual(await nobody(server).rest.v1.customEmojis.list(), []);
    assert.deepEqual(found.hashtags.map(({ name }) => name), ['さがしもの']);
    assert.deepEqual(people.accounts.map(({ id }) => id), [bob.id]);
    assert.deepEqual([people.statuses, people.hashtags], [[], []]);
});

test('the server says who it is', async () => {
    const { rest } = nobody(server);

    const v2 = await rest.v2.instance.fetch();
    const v1 = await rest.v1.instance.fetch();

    assert.equal(v2.domain, server.domain);
    assert.equal(v1.uri, server.domain);
    assert.match(v2.version, /^4\.\d+\.\d+.*akebono/i);
    assert.equal(v2.configuration.statuses.maxCharacters, 500);
    assert.equal(v2.configuration.statuses.charactersReservedPerUrl, 23);
    assert.equal(v2.configuration.urls.streaming, `ws://${server.domain}`);
    assert.equal(v1.urls.streamingApi, `ws://${server.domain}`);
    assert.equal(v2.registrations.enabled, true);
    assert.equal(v1.registrations, true);
});

test('the server’s smaller pages', async () => {
    const { rest } = nobody(server);

    assert.deepEqual(await rest.v1.instance.rules.list(), []);
    assert.deepEqual(await rest.v1.instance.peers.list(), []);
    assert.equal(typeof (await rest.v1.instance.extendedDescription.fetch()).content, 'string');
    assert.ok((await rest.v1.instance.languages.list()).some(({ code, name }) => code === 'ja' && name === 'Japanese'));
});

test('the privacy policy and the terms of service', async () => {
    const visitor = nobody(server);
    const [policy, terms] = ['privacy.txt', 'terms.html'].map((name) => path.join(server.folder, name));
    await writeFile(policy, 'We keep little.');
    await writeFile(terms, '<h2>Be kind</h2>');
    assert.equal((await visitor.call('GET', '/api/v1/instance/terms_of_service')).status, 404);

    await server.cli('privacy-policy', 'publish', policy);
    await server.cli('terms', 'publish', terms, '--from', '2020-07-01');

    assert.equal((await visitor.ask('GET', '/api/v1/instance/privacy_policy')).content, '<p>We keep little.</p>');
    const current = await visitor.ask('GET', '/api/v1/instance/terms_of_service');
    assert.deepEqual(await visitor.ask('GET', '/api/v1/instance/terms_of_service/2020-07-01'), current);
    assert.deepEqual([current.effective_date, current.effective, current.succeeded_by], ['2020-07-01', true, null]);
});

test('what people keep of each other, and whom they show', async () => {
    const { rest } = alice;
    const ofBob = rest.v1.accounts.$select(bob.id);
    await ofBob.follow();

    assert.equal((await ofBob.note.create({ comment: '京都で会った' })).note, '京都で会った');
    assert.equal((await ofBob.pin()).endorsed, true);
    assert.deepEqual((await rest.v1.endorsements.list()).map(({ id }) => id), [bob.id]);
    assert.equal((await ofBob.unpin()).endorsed, false);
    assert.equal((await alice.ask('POST', `/api/v1/accounts/${bob.id}/endorse`)).endorsed, true);
    assert.deepEqual((await nobody(server).ask('GET', `/api/v1/accounts/${alice.id}/endorsements`)).map(({ id }) => id), [bob.id]);
    assert.equal((await alice.ask('POST', `/api/v1/accounts/${bob.id}/unendorse`)).endorsed, false);
    await assert.rejects(rest.v1.accounts.$select(carol.id).pin(), { statusCode: 422 });
    const [familiar] = await rest.v1.accounts.familiarFollowers.fetch({ id: [carol.id] });
    assert.deepEqual([familiar.id, Array.isArray(familiar.accounts)], [carol.id, true]);
    assert.deepEqual(await alice.ask('GET', `/api/v1/accounts/${bob.id}/identity_proofs`), []);
});

test('a profile is edited as one, and its pictures are taken off', async () => {
    const before = await alice.ask('GET', '/api/v1/profile');
    const changed = await alice.ask('PATCH', '/api/v1/profile', { body: { note: '京都に住んでいます。', show_media: false } });
    const put = await alice.ask('PUT', '/api/v1/profile', { body: { note: before.note, show_media: true } });

    assert.deepEqual([changed.note, changed.formatted_note, changed.show_media], ['京都に住んでいます。', '<p>京都に住んでいます。</p>', false]);
    assert.deepEqual(put, before);
    const faced = await alice.rest.v1.accounts.updateCredentials({ avatar: fixture('turned.jpg'), header: fixture('moving.gif') });
    assert.match(faced.avatar, /\/system\/avatars\/.*\.jpg$/);
    assert.match(faced.headerStatic, /\/system\/headers\/.*\.png$/);
    assert.equal((await fetch(faced.avatar)).status, 200);
    assert.equal((await alice.rest.v1.profile.avatar.remove()).id, alice.id);
    assert.equal((await alice.rest.v1.profile.header.remove()).id, alice.id);
});

test('a server is blocked and let in again', async () => {
    const { rest } = alice;

    assert.deepEqual(await alice.ask('GET', '/api/v1/domain_blocks/preview?domain=bad.test'), { following_count: 0, followers_count: 0 });
    await rest.v1.domainBlocks.create({ domain: 'bad.test' });
    assert.deepEqual(await rest.v1.domainBlocks.list(), ['bad.test']);
    await alice.ask('DELETE', '/api/v1/domain_blocks?domain=bad.test');
    assert.deepEqual(await rest.v1.domainBlocks.list(), []);
});

test('those who run the site limit and allow servers', async () => {
    const staff = await addPerson(server, 'staff', { role: 'admin', scopes: 'read admin:read admin:write' });
    const { domainBlocks, domainAllows } = staff.rest.v1.admin;

    const block = await domainBlocks.create({ domain: 'spam.test', severity: 'silence', publicComment: 'Spam' });
    assert.equal((await domainBlocks.$select(block.id).fetch()).domain, 'spam.test');
    assert.equal((await domainBlocks.$select(block.id).update({ severity: 'suspend', rejectMedia: true })).severity, 'suspend');
    for (const method of ['PUT', 'PATCH']) {
        assert.equal((await staff.ask(method, `/api/v1/admin/domain_blocks/${block.id}`, { body: { obfuscate: true } })).obfuscate, true);
    }
    assert.deepEqual((await domainBlocks.list()).map(({ domain }) => domain), ['spam.test']);
    assert.equal((await staff.call('POST', '/api/v1/admin/domain_blocks', { body: { domain: 'spam.test' } })).status, 422);
    assert.deepEqual((await nobody(server).ask('GET', '/api/v1/instance/domain_blocks')).map(({ domain }) => domain), ['spa*.**st']);
    await domainBlocks.$select(block.id).remove();
    assert.deepEqual(await domainBlocks.list(), []);

    const allow = await domainAllows.create({ domain: 'friends.test' });
    assert.equal((await domainAllows.$select(allow.id).fetch()).domain, 'friends.test');
    assert.deepEqual((await domainAllows.list()).map(({ domain }) => domain), ['friends.test']);
    await domainAllows.$select(allow.id).remove();
    assert.deepEqual(await domainAllows.list(), []);
});

test('a conversation is listed, read, unread and deleted', async () => {
    const post = await bob.post('@alice between us', { visibility: 'direct' });

    const [conversation] = await alice.rest.v1.conversations.list();
    assert.deepEqual([conversation.unread, conversation.lastStatus.id], [true, post.id]);
    assert.deepEqual(conversation.accounts.map(({ id }) => id), [bob.id]);
    assert.equal((await alice.rest.v1.conversations.$select(conversation.id).read()).unread, false);
    assert.equal((await alice.rest.v1.conversations.$select(conversation.id).unread()).unread, true);
    await alice.rest.v1.conversations.$select(conversation.id).remove();
    assert.deepEqual(await alice.rest.v1.conversations.list(), []);
});

test('people are suggested, dismissed and found in the directory', async () => {
    const dave = await addPerson(server, 'found', { settings: { discoverable: true } });
    await alice.rest.v1.accounts.$select(bob.id).follow();
    await bob.rest.v1.accounts.$select(dave.id).follow();

    const suggested = await alice.rest.v2.suggestions.list();
    assert.ok(suggested.some(({ account, sources }) => account.id === dave.id && sources.includes('friends_of_friends')));
    assert.ok((await alice.ask('GET', '/api/v1/suggestions')).some(({ id }) => id === dave.id));
    await alice.rest.v1.suggestions.$select(dave.id).remove();
    assert.ok(!(await alice.rest.v2.suggestions.list()).some(({ account }) => account.id === dave.id));
    assert.ok((await alice.rest.v1.directory.list({ order: 'new', local: true })).some(({ id }) => id === dave.id));
    assert.deepEqual(await alice.ask('GET', '/api/v1/peers/search?q=a'), []);
});

test('pictures are described, posted, and taken back', async () => {
    const { rest } = alice;
    const uploaded = await rest.v2.media.create({ file: fixture('turned.jpg'), description: '丘の上', focus: '0.25,-0.5' });
    const select = rest.v1.media.$select(uploaded.id);
    assert.deepEqual([uploaded.type, uploaded.description, uploaded.meta.original.size], ['image', '丘の上', '400x600']);
    assert.deepEqual({ ...uploaded.meta.focus }, { x: 0.25, y: -0.5 });
    assert.equal((await select.fetch()).id, uploaded.id);
    assert.equal((await select.update({ description: '山の上' })).description, '山の上');

    const post = await rest.v1.statuses.create({ mediaIds: [uploaded.id] });
    assert.deepEqual(post.mediaAttachments.map(({ id, description }) => [id, description]), [[uploaded.id, '山の上']]);
    assert.match(post.mediaAttachments[0].blurhash, /^U/);
    const picture = await fetch(post.mediaAttachments[0].url);
    assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg']);
    assert.equal((await rest.v1.accounts.$select(alice.id).statuses.list({ onlyMedia: true }))[0].id, post.id);
    assert.equal((await rest.v1.timelines.public.list({ onlyMedia: true }))[0].id, post.id);

    const edited = await rest.v1.statuses.$select(post.id).update({
        status: '山', mediaIds: [uploaded.id], mediaAttributes: [{ id: uploaded.id, description: '富士山' }],
    });
    assert.equal(edited.mediaAttachments[0].description, '富士山');
    const history = await rest.v1.statuses.$select(post.id).history.list();
    assert.deepEqual(history.map(({ mediaAttachments }) => mediaAttachments[0].description), ['山の上', '富士山']);
    await assert.rejects(rest.v1.statuses.create({ status: 'x', mediaIds: [uploaded.id] }), { statusCode: 422 });
    assert.equal((await rest.v1.statuses.$select(post.id).remove()).mediaAttachments.length, 1);

    const film = await rest.v2.media.create({ file: fixture('film.mp4') }); // It asks until the film is ready.
    assert.deepEqual([film.type, Math.round(film.meta.original.duration)], ['video', 2]);
    const moving = await rest.v2.media.create({ file: fixture('moving.gif') });
    assert.equal(moving.type, 'gifv');
    await assert.rejects(rest.v1.statuses.create({ status: 'x', mediaIds: [film.id, moving.id] }), { statusCode: 422, message: /video or audio/ });

    const form = new FormData();
    form.append('file', fixture('picture.webp'));
    const old = await (await fetch(`${server.url}/api/v1/media`, { method: 'POST', body: form, headers: { authorization: `Bearer ${alice.token}` } })).json();
    assert.equal((await alice.ask('PATCH', `/api/v1/media/${old.id}`, { body: { description: 'x' } })).description, 'x');
    assert.deepEqual(await alice.ask('DELETE', `/api/v1/media/${old.id}`), {});
});

test('what masto has no words for', async () => {
    const discovery = await nobody(server).ask('GET', '/.well-known/nodeinfo');
    const info = await nobody(server).ask('GET', new URL(discovery.links[0].href).pathname);
    const metadata = await nobody(server).ask('GET', '/.well-known/oauth-authorization-server');
    const me = await alice.ask('GET', '/oauth/userinfo');

    const found = await nobody(server).ask('GET', `/.well-known/webfinger?resource=acct:alice@${server.domain}`);
    await alice.ask('POST', '/oauth/userinfo');
    const post = await alice.post('one');
    const patched = await alice.ask('PATCH', `/api/v1/statuses/${post.id}`, { body: { status: 'two' } });
    const later = await alice.ask('POST', '/api/v1/statuses', { body: { status: 'later', scheduled_at: '2100-01-02T03:04:05Z' } });
    const evenLater = await alice.ask('PATCH', `/api/v1/scheduled_statuses/${later.id}`, { body: { scheduled_at: '2100-01-02T12:04:05+08:00' } });

    assert.equal(found.subject, `acct:alice@${server.domain}`);
    assert.ok(found.links.some(({ rel, href }) => rel === 'self' && href === `${server.url}/users/alice`));
    assert.equal(patched.content, '<p>two</p>');
    assert.equal(evenLater.scheduled_at, '2100-01-02T04:04:05.000Z');
    assert.equal(info.openRegistrations, true);
    assert.match(info.software.version, /^\d+\.\d+\.\d+/);
    assert.deepEqual([typeof info.usage.users.total, typeof info.usage.users.activeMonth, typeof info.usage.localPosts], Array(3).fill('number'));
    assert.equal(metadata.issuer, `${server.url}/`);
    assert.deepEqual([me.sub, me.preferred_username, me.profile], [`${server.url}/users/alice`, 'alice', `${server.url}/@alice`]);
});

test('filters, and the same as phrases', async () => {
    const { rest } = alice;
    const post = await bob.rest.v1.statuses.create({ status: 'ゴールが決まった' });

    const filter = await rest.v2.filters.create({
        title: 'サッカー', context: ['home', 'public'], filterAction: 'blur', expiresIn: 3600, keywordsAttributes: [{ keyword: 'ゴール', wholeWord: true }, { keyword: 'match' }],
    });
    const mine = rest.v2.filters.$select(filter.id);
    assert.deepEqual([filter.title, filter.context, filter.filterAction], ['サッカー', ['home', 'public'], 'blur']);
    assert.deepEqual(filter.keywords.map(({ keyword, wholeWord }) => [keyword, wholeWord]), [['ゴール', true], ['match', true]]);
    assert.equal((await mine.update({ filterAction: 'warn', expiresIn: null })).expiresAt, null);
    assert.equal((await alice.ask('PUT', `/api/v2/filters/${filter.id}`, { body: { title: 'Football' } })).title, 'Football');
    assert.equal((await alice.ask('PATCH', `/api/v2/filters/${filter.id}`, { body: { title: 'Soccer' } })).title, 'Soccer');
    assert.deepEqual((await rest.v2.filters.list()).map(({ id }) => id), [filter.id]);

    const keyword = await mine.keywords.create({ keyword: 'penalty' });
    const word = rest.v2.filters.keywords.$select(keyword.id);
    await word.update({ keyword: 'kick', wholeWord: false });
    await alice.ask('PUT', `/api/v2/filters/keywords/${keyword.id}`, { body: { keyword: 'corner' } });
    await alice.ask('PATCH', `/api/v2/filters/keywords/${keyword.id}`, { body: { keyword: 'free kick' } });
    assert.deepEqual(await word.fetch(), { id: keyword.id, keyword: 'free kick', wholeWord: false });
    assert.equal((await mine.keywords.list()).length, 3);
    await word.remove();

    const single = await mine.statuses.create({ statusId: post.id });
    assert.deepEqual(await rest.v2.filters.statuses.$select(single.id).fetch(), single);
    assert.deepEqual(await mine.statuses.list(), [single]);
    assert.deepEqual((await mine.fetch()).statuses, [single]);
    await rest.v2.filters.statuses.$select(single.id).remove();
    await mine.remove();

    const phrase = await rest.v1.filters.create({ phrase: 'ゴール', context: ['home'], irreversible: true, wholeWord: false });
    const old = rest.v1.filters.$select(phrase.id);
    assert.equal((await old.update({ phrase: 'goal', context: ['thread'] })).phrase, 'goal');
    assert.equal((await alice.ask('PUT', `/api/v1/filters/${phrase.id}`, { body: { phrase: 'Tor' } })).phrase, 'Tor');
    assert.equal((await alice.ask('PATCH', `/api/v1/filters/${phrase.id}`, { body: { phrase: 'but' } })).phrase, 'but');
    assert.deepEqual((await old.fetch()).context, ['thread']);
    assert.deepEqual((await rest.v1.filters.list()).map(({ id }) => id), [phrase.id]);
    await old.remove();
    assert.deepEqual(await rest.v2.filters.list(), []);
});

test('quotes: who may, who did, and taking it back', async () => {
    const quoted = await alice.rest.v1.statuses.create({ status: '元の投稿', quoteApprovalPolicy: 'public' });
    const select = alice.rest.v1.statuses.$select(quoted.id);

    const quote = await bob.rest.v1.statuses.create({ status: 'これを見て', quotedStatusId: quoted.id });
    assert.deepEqual([quote.quote.state, quote.quote.quotedStatus.id], ['accepted', quoted.id]);
    assert.deepEqual((await bob.ask('GET', `/api/v1/statuses/${quoted.id}/quotes`)).map(({ id }) => id), [quote.id]);
    assert.equal((await select.fetch()).quotesCount, 1);
    const [told] = await alice.rest.v1.notifications.list({ types: ['quote'] });
    assert.deepEqual([told.type, told.status.id], ['quote', quote.id]);

    const revoked = await alice.ask('POST', `/api/v1/statuses/${quoted.id}/quotes/${quote.id}/revoke`);
    assert.deepEqual(revoked.quote, { state: 'revoked', quoted_status: null });
    for (const method of ['PUT', 'PATCH']) {
        const closed = await alice.ask(method, `/api/v1/statuses/${quoted.id}/interaction_policy`, { body: { quote_approval_policy: 'nobody' } });
        assert.deepEqual(closed.quote_approval, { automatic: [], manual: [], current_user: 'automatic' });
    }
    await assert.rejects(bob.rest.v1.statuses.create({ status: 'また', quotedStatusId: quoted.id }), { statusCode: 404 });
});

test('what is talked about, and what went on', async () => {
    const { rest } = nobody(server);
    for (const what of ['tags', 'statuses', 'links']) assert.ok(Array.isArray(await rest.v1.trends[what].list()), what);
    assert.ok(Array.isArray(await alice.ask('GET', '/api/v1/trends')));
    const link = '/api/v1/timelines/link?url=https%3A%2F%2Fnews.example.org%2F';
    await alice.rest.v1.statuses.create({ status: '新聞 https://news.example.org/' });
    assert.equal((await alice.call('GET', link)).status, 404, 'one person is no trend');
    assert.equal((await alice.ask('GET', '/api/v1/instance/activity')).length, 12);
});

test('announcements and reactions to them', async () => {
    const id = (await server.cli('announcements', 'create', 'メンテナンスのお知らせ #notice')).trim();
    const { rest } = alice;
    const announcement = rest.v1.announcements.$select(id);

    await announcement.reactions.$select('👍').update();
    await bob.ask('PATCH', `/api/v1/announcements/${id}/reactions/${encodeURIComponent('🎉')}`);
    await bob.ask('PUT', `/api/v1/announcements/${id}/reactions/${encodeURIComponent('👍')}`);
    const [shown] = await rest.v1.announcements.list();
    assert.equal(shown.id, id);
    assert.match(shown.content, /メンテナンスのお知らせ/);
    assert.deepEqual(shown.tags.map(({ name }) => name), ['notice']);
    assert.deepEqual(shown.reactions.map(({ name, count, me }) => [name, count, me]), [['👍', 2, true], ['🎉', 1, false]]);

    await announcement.reactions.$select('👍').remove();
    await announcement.dismiss();
    assert.deepEqual(await rest.v1.announcements.list(), []);
    assert.equal((await alice.ask('GET', '/api/v1/announcements?with_dismissed=true'))[0].read, true);
    assert.equal(JSON.parse(await server.cli('announcements', 'list', '--json'))[0].state, 'shown');
    await server.cli('announcements', 'delete', id);
    assert.deepEqual(await bob.rest.v1.announcements.list(), []);
});

test('a report reaches the staff', async () => {
    const moderator = await addPerson(server, 'moderator', { role: 'moderator' });
    const post = await bob.rest.v1.statuses.create({ status: '広告' });

    const report = await alice.rest.v1.reports.create({ accountId: bob.id, statusIds: [post.id], comment: '宣伝です', category: 'spam', forward: false });

    assert.deepEqual([report.category, report.comment, report.statusIds, report.targetAccount.id, report.actionTaken], ['spam', '宣伝です', [post.id], bob.id, false]);
    const [told] = await moderator.rest.v1.notifications.list();
    assert.deepEqual([told.type, told.report.id, told.account.id], ['admin.report', report.id, alice.id]);
    const { notificationGroups: [group] } = await moderator.rest.v2.notifications.list();
    assert.deepEqual([group.type, group.report.id], ['admin.report', report.id]);
});

test('whether an address is confirmed', async () => {
    assert.equal(await alice.ask('GET', '/api/v1/emails/check_confirmation'), true);
    const { status } = await alice.call('POST', '/api/v1/emails/confirmations');
    assert.equal(status, 403);
});

test('how far the search for answers is', async () => {
    const { status } = await alice.call('GET', '/api/v1_alpha/async_refreshes/context-1');
    assert.equal(status, 404);
});

test('every endpoint of the main job was heard, and answered as documented', () => {
    assert.deepEqual(MAIN_JOB.filter((endpoint) => !server.heard.has(endpoint)), []);
});

test('so was every other entity that we answer', () => {
    const answered = ROUTES.map(({ method, path }) => [method, endpointOf(method, path.replace(/:\w+/g, '1'))])
        .filter(([, endpoint]) => endpoint?.answers)
        .map(([method, { path }]) => `${method} ${path}`);

    const elsewhere = [
        'POST /api/v1/emails/confirmations', // sign_up.test.js has a mail server.
        'GET /api/v1/timelines/link', // tests/api/trends_test.cpp has a trend.
    ];
    assert.deepEqual(answered.filter((endpoint) => !server.heard.has(endpoint) && !elsewhere.includes(endpoint)), [], 'call each of these in this file, so that its answer is checked');
});
