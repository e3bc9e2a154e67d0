// The validator itself: it must find what is broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENTITIES, problems } from './support/entities.js';

const account = {
    id: '116000000000000001', username: 'alice', acct: 'alice', display_name: '', locked: false, bot: false, discoverable: null,
    indexable: false, group: false, created_at: '2026-01-02T00:00:00.000Z', note: '', url: 'https://a.test/@alice',
    uri: 'https://a.test/users/alice', avatar: 'https://a.test/a.png', avatar_static: 'https://a.test/a.png', avatar_description: '',
    header: 'https://a.test/h.png', header_static: 'https://a.test/h.png', header_description: '', followers_count: 0,
    following_count: 0, statuses_count: 0, last_status_at: null, hide_collections: null, show_media: true,
    show_media_replies: true, show_featured: true, emojis: [], fields: [], roles: [], noindex: false,
    feature_approval: { automatic: [], manual: [], current_user: 'missing' },
};
const status = {
    id: '116000000000000002', created_at: '2026-01-02T03:04:05.678Z', in_reply_to_id: null, in_reply_to_account_id: null,
    sensitive: false, spoiler_text: '', visibility: 'public', language: 'ja', uri: 'https://a.test/users/alice/statuses/1',
    url: 'https://a.test/@alice/1', replies_count: 0, reblogs_count: 0, favourites_count: 0, quotes_count: 0, edited_at: null,
    content: '<p>東京</p>', reblog: null, account, media_attachments: [], mentions: [], tags: [], emojis: [],
    tagged_collections: [], quote: null, card: null, poll: null,
    quote_approval: { automatic: ['public'], manual: [], current_user: 'unknown' },
};
const viewer = { favourited: false, reblogged: false, muted: false, bookmarked: false, filtered: [] };
const without = (object, key) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

test('what is right has no problems', () => {
    assert.deepEqual(problems('Status', status, { signedIn: false }), []);
    assert.deepEqual(problems('array<Status>', [{ ...status, ...viewer }], { signedIn: true }), []);
    assert.deepEqual(problems('Status', { ...without(status, 'content'), text: '東京' }, { withSource: true }), []);
    assert.deepEqual(problems('array<Account>', []), []);
    assert.deepEqual(problems('ValidationError', { error: 'no', details: { email: [{ error: 'ERR_TAKEN', description: 'x' }] } }), []);
});

const broken = {
    'a missing field': ['Account', without(account, 'acct'), /Account\.acct: missing \(Tusky/],
    'a null that may not be': ['Account', { ...account, note: null }, /Account\.note: null \(Tusky/],
    'a number for an id': ['Account', { ...account, id: 116000000000000001 }, /Account\.id: number instead of a string/],
    'a word for an id': ['Account', { ...account, id: 'alice' }, /Account\.id: no id/],
    'an unknown field': ['Account', { ...account, email: 'alice@a.test' }, /Account\.email: no field of Account/],
    'text for a count': ['Account', { ...account, statuses_count: '1' }, /statuses_count: string instead of an integer/],
    'half a status': ['Account', { ...account, statuses_count: 0.5 }, /statuses_count: number instead of an integer/],
    'an avatar that is no URL': ['Account', { ...account, avatar: '' }, /Account\.avatar: no URL/],
    'a time without milliseconds': ['Status', { ...status, created_at: '2026-01-02T03:04:05Z' }, /created_at: no time/],
    'a time that cannot be': ['Status', { ...status, created_at: '2026-13-02T03:04:05.678Z' }, /created_at: no time/],
    'a day that says the hour': ['Account', { ...account, created_at: '2026-01-02T03:04:05.678Z' }, /created_at: not midnight/],
    'a date with an hour': ['Account', { ...account, last_status_at: '2026-01-02T00:00:00.000Z' }, /last_status_at: no date/],
    'an unknown word': ['Status', { ...status, visibility: 'limited' }, /visibility: "limited" is none of public/],
    'an entity inside': ['Status', { ...status, account: { ...account, locked: 'no' } }, /Status\.account\.locked: string instead/],
    'an entity inside a list': ['array<Status>', [status, { ...status, mentions: [{}] }], /\[1\]\.mentions\[0\]\.id: missing/],
    'an object for a list': ['array<Status>', {}, /object instead of an array/],
    'a list for an entity': ['Status', [], /array instead of a Status/],
    'a local account without roles': ['Account', without(account, 'roles'), /Account\.roles: missing/],
    'a flag that stands only when true': ['Account', { ...account, limited: false }, /limited: only when true/],
    'a status without content': ['Status', without(status, 'content'), /Status\.content: missing/],
    'a mention without its status': ['Notification', {
        id: '1', type: 'mention', created_at: status.created_at, group_key: 'ungrouped-1', account,
    }, /Notification\.status: missing/],
};
for (const [name, [type, value, expected]] of Object.entries(broken)) {
    test(`${name} is found, and nothing else`, () => {
        const found = problems(type, value);

        assert.equal(found.length >= 1, true);
        assert.match(found[0], expected);
        if (!name.includes('inside a list')) assert.equal(found.length, 1, found.join('\n'));
    });
}

test('what is for the signed-in is missed, and not shown to others', () => {
    assert.equal(problems('Status', status, { signedIn: true }).length, 5);
    assert.equal(problems('Status', { ...status, ...viewer }, { signedIn: false }).length, 5);
});

test('every type in the reference is known', () => {
    const known = new Set(['string', 'boolean', 'integer', 'number', 'object', 'datetime', ...Object.keys(ENTITIES)]);
    for (const [name, fields] of Object.entries(ENTITIES)) {
        for (const [key, field] of Object.entries(fields)) {
            const inner = field.type.replace(/^(?:(?:array|object)<)*([^<>]+)>*$/, '$1');
            assert.ok(known.has(inner), `${name}.${key}: ${field.type}`);
        }
    }
});
