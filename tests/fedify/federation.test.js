// A conversation with an implementation that is not ours, over TLS, with each of the two kinds of signature.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Accept, Announce, Block, Create, Delete, Follow, Like, Note, Undo, Update } from '@fedify/vocab';
import { addPerson } from '../clients/support/people.js';
import { eventually, startWorld } from './world.js';

for (const firstKnock of ['draft-cavage-http-signatures-12', 'rfc9421']) {
    describe(`with a peer that signs by ${firstKnock}`, () => converse(firstKnock));
}

function converse(firstKnock) {
    let world, alice, carol, bob, aliceThere, bobHere;

    before(async () => {
        world = await startWorld({ firstKnock });
        alice = await addPerson(world.server, 'alice', { settings: { display_name: 'Alice アリス', note: 'Hello' } });
        carol = await addPerson(world.server, 'carol');
        bob = await world.peer.addPerson('bob');
    });
    after(() => world.stop());

    const handleOf = (person) => `${person.name}@${world.server.settings.domain}`;
    // The activity of this class that came to the peer and that `is` says is the one.
    const arrives = (kind, is = () => true) => eventually(`the arrival of ${kind.name}`,
        async () => {
            for (const activity of world.peer.received) if (activity instanceof kind && await is(activity)) return activity;
        });
    const home = (person) => person.ask('GET', '/api/v1/timelines/home');
    const seenBy = (person, text) => eventually(`“${text}” in the home of ${person.name}`,
        async () => (await home(person)).find(({ content }) => content.includes(text)));
    const notified = (person, type, is = () => true) => eventually(`a notification of ${type}`,
        async () => (await person.ask('GET', `/api/v1/notifications?types[]=${type}`)).find(is));
    const relationship = async (person, id) => (await person.ask('GET', `/api/v1/accounts/relationships?id[]=${id}`))[0];

    test('each finds the other by handle', async () => {
        aliceThere = await bob.find(handleOf(alice));
        bobHere = (await alice.ask('GET', `/api/v2/search?type=accounts&resolve=true&q=@${bob.handle}`)).accounts[0];

        assert.equal(aliceThere.name.toString(), 'Alice アリス');
        assert.equal(aliceThere.preferredUsername.toString(), 'alice');
        assert.equal(bobHere.acct, bob.handle);
        assert.equal(bobHere.display_name, 'bob of elsewhere');
        assert.match(bobHere.note, /another/);
        assert.doesNotMatch(bobHere.note, /script|alert/);
    });

    test('bob follows alice and is told that he may', async () => {
        await bob.follow(aliceThere);

        const { account } = await notified(alice, 'follow');
        assert.equal(account.acct, bob.handle);
        const accept = await arrives(Accept);
        assert.equal(accept.actorId.href, aliceThere.id.href);
    });

    test('what alice posts reaches bob, and what she edits and deletes', async () => {
        const post = await alice.post('こんにちは #fediverse', { spoiler_text: 'greeting' });
        const create = await arrives(Create, async (activity) => (await activity.getObject()).content.toString().includes('こんにちは'));
        const note = await create.getObject();
        assert.equal(note.id.href, post.uri);
        assert.equal(note.summary.toString(), 'greeting');

        await alice.ask('PUT', `/api/v1/statuses/${post.id}`, { body: { status: 'さようなら' } });
        await arrives(Update, async (activity) => (await activity.getObject()).content?.toString().includes('さようなら'));

        await alice.ask('DELETE', `/api/v1/statuses/${post.id}`);
        await arrives(Delete, (activity) => activity.objectId?.href === post.uri || activity.actorId.href === aliceThere.id.href);
    });

    test('alice follows bob once he accepts, and reads what he posts, edits and deletes', async () => {
        await alice.ask('POST', `/api/v1/accounts/${bobHere.id}/follow`);
        await arrives(Follow, (follow) => follow.actorId.href === aliceThere.id.href);
        await eventually('being accepted', async () => (await relationship(alice, bobHere.id)).following);

        const note = await bob.post('first of bob');
        const status = await seenBy(alice, 'first of bob');
        assert.equal(status.uri, note.id.href);
        assert.equal(status.visibility, 'public');

        await bob.edit(note, 'second thoughts of bob');
        const edited = await seenBy(alice, 'second thoughts of bob');
        assert.equal(edited.id, status.id);
        assert.ok(edited.edited_at);

        await bob.delete(note);
        await eventually('the deletion', async () => (await alice.call('GET', `/api/v1/statuses/${status.id}`)).status === 404);
    });

    test('what bob writes for followers is for followers, and for one person for that person', async () => {
        await bob.post('for followers only', { audience: 'followers' });
        const status = await seenBy(alice, 'for followers only');
        assert.equal(status.visibility, 'private');
        assert.equal((await carol.call('GET', `/api/v1/statuses/${status.id}`)).status, 404);

        await bob.post('between us', { audience: 'mentioned', mentions: [aliceThere], to: aliceThere });
        const mention = await notified(alice, 'mention', ({ status: { content } }) => content.includes('between us'));
        assert.equal(mention.status.visibility, 'direct');
        assert.equal((await carol.call('GET', `/api/v1/statuses/${mention.status.id}`)).status, 404);
        assert.equal((await alice.ask('GET', '/api/v1/conversations')).length, 1);
    });

    test('bob answers, likes and boosts, and takes it back', async () => {
        const post = await alice.post('what do you think?');
        const uri = new URL(post.uri);
        const counts = async () => {
            const { replies_count: replies, favourites_count: favourites, reblogs_count: reblogs } = await alice.ask('GET', `/api/v1/statuses/${post.id}`);
            return { replies, favourites, reblogs };
        };

        await bob.post('I like it', { inReplyTo: uri, mentions: [aliceThere] });
        const like = await bob.like(aliceThere, uri);
        const boost = await bob.boost(aliceThere, uri);

        await notified(alice, 'mention', ({ status }) => status.in_reply_to_id === post.id);
        await notified(alice, 'favourite', ({ status }) => status.id === post.id);
        await notified(alice, 'reblog', ({ status }) => status.id === post.id);
        assert.deepEqual(await counts(), { replies: 1, favourites: 1, reblogs: 1 });
        const { descendants } = await alice.ask('GET', `/api/v1/statuses/${post.id}/context`);
        assert.equal(descendants[0].account.acct, bob.handle);

        await bob.undo(aliceThere, like);
        await bob.undo(aliceThere, boost);
        await eventually('the undoing', async () => {
            const { favourites, reblogs } = await counts();
            return favourites === 0 && reblogs === 0;
        });
    });

    test('alice answers, likes and boosts what bob wrote, and takes it back', async () => {
        const note = await bob.post('a thought of bob');
        const status = await seenBy(alice, 'a thought of bob');
        const isAbout = (activity) => activity.objectId?.href === note.id.href;

        await alice.ask('POST', `/api/v1/statuses/${status.id}/favourite`);
        await alice.ask('POST', `/api/v1/statuses/${status.id}/reblog`);
        await alice.post(`@${bob.handle} indeed`, { in_reply_to_id: status.id });
        await arrives(Like, isAbout);
        await arrives(Announce, isAbout);
        const reply = await arrives(Create, async (activity) => (await activity.getObject()).replyTargetId?.href === note.id.href);
        assert.ok((await reply.getObject()) instanceof Note);

        await alice.ask('POST', `/api/v1/statuses/${status.id}/unfavourite`);
        await alice.ask('POST', `/api/v1/statuses/${status.id}/unreblog`);
        await arrives(Undo, async (undo) => (await undo.getObject()) instanceof Like);
        await arrives(Undo, async (undo) => (await undo.getObject()) instanceof Announce);
    });

    test('what a stranger boosts is fetched from its author', async () => {
        const dave = await world.peer.addPerson('dave');
        const note = dave.note('found elsewhere');

        await bob.boost('followers', note.id);

        const boost = await eventually('the boost', async () => (await home(alice)).find(({ reblog }) => reblog?.uri === note.id.href));
        assert.equal(boost.reblog.account.acct, dave.handle);
    });

    test('whoever moves takes their followers along', async () => {
        const robert = await world.peer.addPerson('robert', { aliases: [bob.uri] });
        await bob.move(robert);

        await arrives(Follow, (follow) => follow.objectId.href === robert.uri.href);
        const { accounts: [robertHere] } = await alice.ask('GET', `/api/v2/search?type=accounts&q=${robert.handle}`);
        await eventually('following the new account', async () => (await relationship(alice, robertHere.id)).following);
        assert.equal((await relationship(alice, bobHere.id)).following, false);
    });

    test('blocks hold, from both sides', async () => {
        await alice.ask('POST', `/api/v1/accounts/${bobHere.id}/block`);
        await arrives(Block, (block) => block.objectId.href === bob.uri.href);
        await alice.ask('POST', `/api/v1/accounts/${bobHere.id}/unblock`);
        await arrives(Undo, async (undo) => (await undo.getObject()) instanceof Block);

        await bob.block(aliceThere);
        await eventually('being blocked', async () => (await relationship(alice, bobHere.id)).blocked_by);
        assert.equal((await alice.call('POST', `/api/v1/accounts/${bobHere.id}/follow`)).status, 403);
    });
}
