// What we answer: the rows of src/app/routes.cpp.
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('../../../src/app/routes.cpp', import.meta.url), 'utf8');

// [{ method, path, needs }]: needs is the third column as it is written, "Scope::ReadAccounts" or "anyone(Scope::None)".
export const ROUTES = [...source.matchAll(/\{\s*(?:\w+::)*(Get|Post|Put|Patch|Delete)\s*,\s*"([^"]+)"\s*,\s*([^,{]+(?:\([^)]*\))?)\s*,/g)]
    .map(([, method, path, needs]) => ({ method: method.toUpperCase(), path, needs: needs.trim() }));
