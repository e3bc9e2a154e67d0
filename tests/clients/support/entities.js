// Holds an answer against the documented entities: reference/entities.json says what every field is, and
// reference/client-required-fields.tsv which fields a phone app cannot do without.
import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`../reference/${name}`, import.meta.url), 'utf8');
export const ENTITIES = JSON.parse(read('entities.json'));

const CLIENT_NEEDS = new Map(); // "Status.content" → who needs it, and how.
for (const line of read('client-required-fields.tsv').trim().split('\n').slice(1)) {
    const [entity, field, type, ifAbsent, ifNull] = line.split('\t');
    CLIENT_NEEDS.set(`${entity}.${field}`, {
        ifAbsent: ifAbsent === '-' ? '' : ifAbsent,
        ifNull: ifNull === '-' ? '' : ifNull,
        isUrl: type.includes('url string'),
    });
}

// The optional fields that a signed-in viewer gets and nobody else.
const FOR_VIEWERS = {
    Status: ['favourited', 'reblogged', 'muted', 'bookmarked', 'filtered'],
    ShallowStatus: ['favourited', 'reblogged', 'muted', 'bookmarked', 'filtered'],
    Tag: ['following', 'featuring'],
    Poll: ['voted', 'own_votes'],
    PreviewCard: ['missing_attribution'],
    Announcement: ['read'],
    Reaction: ['me'],
};
const ABOUT_A_STATUS = ['favourite', 'reblog', 'status', 'mention', 'poll', 'update', 'quote', 'quoted_update'];
const OPAQUE_IDS = ['CredentialApplication.client_id', 'AsyncRefresh.id', 'WebAppManifest.id'];

// What is wrong with `value` as a `type` ("Status", "array<Account>", …); one line each, none when it is right.
// `options.signedIn`: whether the answer was for a user (true), for nobody (false), or either (undefined).
// `options.withSource`: whether it is the answer of a deletion, whose status has its text and no content.
export function problems(type, value, options = {}) {
    const found = [];
    check(type, value, type, options, (where, what) => found.push(`${where}: ${what}`));
    return found;
}

function check(type, value, where, options, report) {
    const list = /^array<(.+)>$/.exec(type);
    const map = /^object<(.+)>$/.exec(type);
    if (list) {
        if (!Array.isArray(value)) return report(where, `${kind(value)} instead of an array`);
        value.forEach((item, i) => check(list[1], item, `${where}[${i}]`, options, report));
    } else if (map) {
        if (kind(value) !== 'object') return report(where, `${kind(value)} instead of an object`);
        for (const [key, item] of Object.entries(value)) check(map[1], item, `${where}.${key}`, options, report);
    } else if (ENTITIES[type]) {
        checkEntity(type, value, where, options, report);
    } else {
        const what = checkPlain(type, value);
        if (what) report(where, what);
    }
}

function checkEntity(name, value, where, options, report) {
    if (kind(value) !== 'object') return report(where, `${kind(value)} instead of a ${name}`);
    const fields = ENTITIES[name];
    for (const key of Object.keys(value)) {
        if (!fields[key]) report(`${where}.${key}`, `no field of ${name}`);
    }
    for (const [key, field] of Object.entries(fields)) {
        checkField(name, key, field, value, `${where}.${key}`, options, report);
    }
    checkConditions(name, value, where, options, report);
}

function checkField(name, key, field, entity, where, options, report) {
    const needs = CLIENT_NEEDS.get(`${name}.${key}`);
    const value = entity[key];
    if (value === undefined) {
        if (!field.optional) report(where, 'missing' + (needs?.ifAbsent ? ` (${needs.ifAbsent} need it)` : ''));
    } else if (value === null) {
        if (!field.nullable) report(where, 'null' + (needs?.ifNull ? ` (${needs.ifNull} need it)` : ''));
    } else {
        check(field.type, value, where, options, report);
        const allowed = field.enum;
        for (const word of allowed ? [value].flat() : []) {
            if (!allowed.includes(word)) report(where, `${JSON.stringify(word)} is none of ${allowed.join(', ')}`);
        }
        const isId = (key === 'id' || key.endsWith('_id')) && field.type === 'string';
        const mayBeNone = value === '' && `${name}.${key}` === 'Tag.id'; // A hashtag that nobody has used.
        if (isId && !mayBeNone && !OPAQUE_IDS.includes(`${name}.${key}`) && !/^-?\d+$/.test(value)) report(where, `no id: ${value}`);
        if (needs?.isUrl && !/^https?:\/\/[^/]/.test(value)) report(where, `no URL (${needs.ifNull} need one): ${value}`);
    }
}

// What holds between fields, and what entities.json says in a note only.
function checkConditions(name, value, where, options, report) {
    const mustHave = (keys) => keys.filter((key) => value[key] === undefined).forEach((key) => report(`${where}.${key}`, 'missing'));
    const mustNotHave = (keys, why) => keys.filter((key) => key in value).forEach((key) => report(`${where}.${key}`, why));

    if (options.signedIn === true) mustHave(FOR_VIEWERS[name] ?? []);
    if (options.signedIn === false) mustNotHave(FOR_VIEWERS[name] ?? [], 'only for those who are signed in');
    if (name === 'Status' || name === 'ShallowStatus') {
        const deleted = options.withSource && where === name;
        mustHave([deleted ? 'text' : 'content']);
        mustNotHave([deleted ? 'content' : 'text'], 'not in this answer');
    }
    if (name === 'Account' || name === 'CredentialAccount') {
        if (typeof value.acct === 'string' && !value.acct.includes('@')) mustHave(['roles', 'noindex']);
        if (value.last_status_at && !/^\d{4}-\d\d-\d\d$/.test(value.last_status_at)) report(`${where}.last_status_at`, 'no date');
        if (!String(value.created_at).endsWith('T00:00:00.000Z')) report(`${where}.created_at`, 'not midnight');
        mustNotHave(['suspended', 'limited', 'memorial'].filter((key) => value[key] !== true), 'only when true');
    }
    if (name === 'Notification' && ABOUT_A_STATUS.includes(value.type)) mustHave(['status']);
}

// What is wrong with a value that is no entity; undefined when it is right.
function checkPlain(type, value) {
    switch (type) {
    case 'string': return typeof value === 'string' ? undefined : `${kind(value)} instead of a string`;
    case 'boolean': return typeof value === 'boolean' ? undefined : `${kind(value)} instead of a boolean`;
    case 'integer': return Number.isInteger(value) ? undefined : `${kind(value)} instead of an integer`;
    case 'number': return typeof value === 'number' ? undefined : `${kind(value)} instead of a number`;
    case 'object': return kind(value) === 'object' ? undefined : `${kind(value)} instead of an object`;
    case 'datetime': {
        const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
        return form.test(value) && !Number.isNaN(Date.parse(value)) ? undefined : `no time: ${JSON.stringify(value)}`;
    }
    default: throw new Error(`There is no entity ${type}.`);
    }
}

function kind(value) {
    if (value === null) return 'null';
    return Array.isArray(value) ? 'array' : typeof value;
}
