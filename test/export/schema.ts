/**
 * A validator for what our schemas use of JSON Schema, draft 2020-12. A keyword it does not know is an
 * error: nothing in a schema may be there in vain.
 */
export type Schema = boolean | { readonly [keyword: string]: unknown };

type Check = (value: unknown, at: string, wanted: never, schema: Schema) => string[];

/** Keywords that say something to people only, or are looked at with others. */
const SILENT = new Set(['$schema', '$defs', 'title', 'description', 'prefixItems', 'properties']);

/** What is wrong with `value`: sentences that begin with the place; none when it is valid. */
export function faults(root: Schema, value: unknown): string[] {
  return new Validator(root).check(root, value, '$');
}

class Validator {
  readonly #root: Schema;
  readonly #checks: Readonly<Record<string, Check>>;

  constructor(root: Schema) {
    this.#root = root;
    this.#checks = {
      $ref: (v, at, ref: string) => this.check(this.#definition(ref), v, at),
      type: (v, at, type: string) => fault(isOf(type, v), at, `is no ${type}`),
      const: (v, at, wanted: unknown) => fault(v === wanted, at, `is not ${wanted}`),
      enum: (v, at, list: unknown[]) => fault(list.includes(v), at, `is none of ${list}`),
      minimum: (v, at, n: number) => fault(typeof v !== 'number' || v >= n, at, `is below ${n}`),
      maximum: (v, at, n: number) => fault(typeof v !== 'number' || v <= n, at, `is above ${n}`),
      pattern: (v, at, p: string) =>
        fault(typeof v !== 'string' || new RegExp(p, 'u').test(v), at, `does not match ${p}`),
      minLength: (v, at, n: number) =>
        fault(typeof v !== 'string' || v.length >= n, at, `is shorter than ${n}`),
      minItems: (v, at, n: number) =>
        fault(!Array.isArray(v) || v.length >= n, at, `has fewer than ${n}`),
      required: (v, at, names: string[]) =>
        names.flatMap((name) => fault(!isObject(v) || Object.hasOwn(v, name), at, `lacks ${name}`)),
      additionalProperties: (v, at, rest: Schema, schema) => this.#properties(v, at, rest, schema),
      items: (v, at, rest: Schema, schema) => this.#items(v, at, rest, schema),
      anyOf: (v, at, list: Schema[]) => {
        const all = list.map((s) => this.check(s, v, at));
        return all.some((f) => f.length === 0) ? [] : (all.flat() ?? []);
      },
      oneOf: (v, at, list: Schema[]) => this.#oneOf(v, at, list),
    };
  }

  check(schema: Schema, value: unknown, at: string): string[] {
    if (typeof schema === 'boolean') return fault(schema, at, 'is not known to the schema');
    return Object.entries(schema).flatMap(([keyword, wanted]) => {
      if (SILENT.has(keyword)) return [];
      const check = this.#checks[keyword];
      if (check === undefined) throw new Error(`the validator does not know '${keyword}'`);
      return check(value, at, wanted as never, schema);
    });
  }

  #definition(ref: string): Schema {
    const name = /^#\/\$defs\/(\w+)$/.exec(ref)?.[1] ?? '';
    const defs = part(this.#root, '$defs');
    if (!isObject(defs) || !Object.hasOwn(defs, name)) throw new Error(`there is no ${ref}`);
    return defs[name] as Schema;
  }

  #properties(value: unknown, at: string, rest: Schema, schema: Schema): string[] {
    if (!isObject(value)) return [];
    const known = (part(schema, 'properties') ?? {}) as Record<string, Schema>;
    return Object.entries(value).flatMap(([name, v]) =>
      this.check(Object.hasOwn(known, name) ? (known[name] as Schema) : rest, v, `${at}.${name}`),
    );
  }

  #items(value: unknown, at: string, rest: Schema, schema: Schema): string[] {
    if (!Array.isArray(value)) return [];
    const first = (part(schema, 'prefixItems') ?? []) as Schema[];
    return value.flatMap((v, i) => this.check(first[i] ?? rest, v, `${at}[${i}]`));
  }

  /** Of several that fail, the one that got furthest tells why: its `const` fits. */
  #oneOf(value: unknown, at: string, forms: readonly Schema[]): string[] {
    // What is of another kind cannot fit, and is not looked at further.
    const own = forms.filter((s) => isOfItsKind(s, value));
    const list = own.length === 0 ? forms : own;
    const all = list.map((s) => this.check(s, value, at));
    const fit = all.filter((f) => f.length === 0).length;
    if (fit === 1) return [];
    if (fit > 1) return [`${at} fits ${fit} of its forms`];
    return all.reduce((a, b) => (b.length < a.length ? b : a));
  }
}

/** The schemas in a schema, itself among them. */
export function* everySchema(schema: unknown): Generator<Record<string, unknown>> {
  if (!isObject(schema)) return;
  yield schema;
  for (const [keyword, v] of Object.entries(schema)) {
    if (keyword === 'properties' || keyword === '$defs') {
      for (const s of Object.values(v as object)) yield* everySchema(s);
    } else if (Array.isArray(v)) {
      for (const s of v) yield* everySchema(s);
    } else {
      yield* everySchema(v);
    }
  }
}

/** Whether every property that a form fixes has that value. */
function isOfItsKind(form: Schema, value: unknown): boolean {
  if (!isObject(value)) return true;
  return Object.entries(part(form, 'properties') ?? {}).every(([name, s]) => {
    const wanted = part(s as Schema, 'const');
    return wanted === undefined || !Object.hasOwn(value, name) || value[name] === wanted;
  });
}

function part(schema: Schema, keyword: string): unknown {
  return typeof schema === 'boolean' ? undefined : schema[keyword];
}

function isOf(type: string, v: unknown): boolean {
  switch (type) {
    case 'object':
      return isObject(v);
    case 'array':
      return Array.isArray(v);
    case 'null':
      return v === null;
    case 'integer':
      return Number.isInteger(v);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof v === type;
    default:
      throw new Error(`no type is '${type}'`);
  }
}

function isObject(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

function fault(isFine: boolean, at: string, what: string): string[] {
  return isFine ? [] : [`${at} ${what}`];
}
