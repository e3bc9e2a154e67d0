// Which documented endpoint a request goes to, and which entity it answers: docs/reference/api.tsv.
import { readFileSync } from 'node:fs';
import { ENTITIES } from './entities.js';

const OTHER_NAMES = {
    'NodeInfo discovery': 'NodeInfoDiscovery',
    'NodeInfo 2.0': 'NodeInfo',
    'map<string,Marker>': 'Markers',
    'JRD JSON': 'Webfinger',
    '{count}': 'UnreadCount',
    '{merged}': 'NotificationRequestsMerged',
    'empty': '{}',
};

const table = readFileSync(new URL('../../../docs/reference/api.tsv', import.meta.url), 'utf8');
export const ENDPOINTS = table.trim().split('\n').slice(1).map((line) => {
    // A Collection of ActivityPub is none of the API's.
    const [method, path, area, scope, , removed, returns, , params] = line.split('\t');
    return { method, path, scope, removed, answers: area === 'activitypub' ? undefined : entityOf(returns), withSource: returns.includes('with text source'),
        orScheduled: returns.includes('or ScheduledStatus'),
        params: params ?? '', pattern: patternOf(path) };
}).filter((endpoint) => !endpoint.removed.startsWith('removed'));
// A path that is written out wins over one with a parameter.
ENDPOINTS.sort((a, b) => wildness(a.path) - wildness(b.path));

export function endpointOf(method, path) {
    return ENDPOINTS.find((endpoint) => endpoint.method === method && endpoint.pattern.test(path));
}

// "array<Status>", "Token", "{}"; undefined when what is answered is no entity.
function entityOf(returns) {
    if (OTHER_NAMES[returns]) return OTHER_NAMES[returns];
    const type = /^(array<[\w:]+>|[\w:]+|\{\})/.exec(returns)?.[1];
    const inner = type?.replace(/^array<(.+)>$/, '$1');
    return ENTITIES[inner] || type === 'array<string>' || type === '{}' ? type : undefined;
}

function patternOf(path) {
    const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replace(/\*\w+/g, '.*').replace(/:\w+/g, '[^/]+')}$`);
}

function wildness(path) {
    return (path.match(/:/g) ?? []).length + 10 * (path.match(/\*/g) ?? []).length;
}
