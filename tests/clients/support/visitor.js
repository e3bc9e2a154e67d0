// A browser of a few lines, without JavaScript: cookies, redirects, and forms as they stand in the page.

export class Visitor {
    cookies = new Map();

    constructor(origin, headers = {}) {
        this.origin = origin;
        this.headers = headers;
    }

    get(path) {
        return this.#go('GET', new URL(path, this.origin));
    }

    // Sends a form of the page as a browser does, with `fields` filled in, by its button `button` (one of the form's; default: the first).
    submit(page, form, fields = {}, button = form.buttons[0]) {
        const values = new URLSearchParams();
        for (const input of form.inputs) {
            const isOff = ['checkbox', 'radio'].includes(input.type) && !input.checked;
            if (input.name && !isOff) values.append(input.name, input.value);
        }
        if (button?.name) values.append(button.name, button.value);
        for (const [name, value] of Object.entries(fields)) values.set(name, value);
        const url = new URL(form.action || page.url, page.url);
        if (form.method === 'get') {
            url.search = values.toString();
            return this.#go('GET', url);
        }
        return this.#go('POST', url, values);
    }

    // Follows redirects as long as they stay here: { url, status, headers, text, location, forms }. `location` is set when the last answer leads
    // to another place, which is where apps get their code.
    async #go(method, url, body) {
        for (let hops = 0; hops < 10; hops++) {
            const answer = await fetch(url, {
                method, body, redirect: 'manual',
                headers: { ...this.headers, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
                    ...(method === 'POST' ? { origin: this.origin } : {}) },
            });
            this.#keepCookies(answer);
            const text = await answer.text();
            const location = answer.headers.get('location');
            const next = location && new URL(location, url);
            if (!next || next.origin !== this.origin) {
                return { url: String(url), status: answer.status, headers: answer.headers, text, location, forms: formsOf(text) };
            }
            [method, url, body] = ['GET', next, undefined];
        }
        throw new Error(`too many redirects: ${url}`);
    }

    #keepCookies(answer) {
        for (const cookie of setCookies(answer.headers)) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
            if (value === '' || /;\s*max-age=0\b/i.test(cookie)) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
    }
}

// One text for each cookie that is set. Debian's Node.js 18 gives them as one, with commas between.
export function setCookies(headers) {
    if (headers.getSetCookie) return headers.getSetCookie();
    return (headers.get('set-cookie') ?? '').split(/,\s*(?=[^;,=\s]+=)/).filter((cookie) => cookie !== '');
}

// [{ action, method, inputs: [{ name, type, value, checked }], buttons: [{ name, value, label }] }]
export function formsOf(html) {
    return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head, body]) => {
        const attributes = attributesOf(head);
        const inputs = [...body.matchAll(/<input\b([^>]*)>/gi)].map(([, text]) => attributesOf(text));
        return {
            action: attributes.action ?? '',
            method: (attributes.method ?? 'get').toLowerCase(),
            inputs: inputs.filter((input) => input.type !== 'submit')
                .map((input) => ({ type: 'text', value: '', ...input, checked: 'checked' in input })),
            buttons: [...body.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)]
                .map(([, text, label]) => ({ value: '', ...attributesOf(text), label: label.replace(/<[^>]*>/g, '').trim() })),
        };
    });
}

function attributesOf(text) {
    const attributes = {};
    for (const [, name, quoted, bare] of text.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s"'>]+)))?/g)) {
        attributes[name.toLowerCase()] = unescapeHtml(quoted ?? bare ?? '');
    }
    return attributes;
}

export function unescapeHtml(text) {
    const names = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
    return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
        hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : names[name] ?? whole);
}
