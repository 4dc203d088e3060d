import { CONFIG, OWN_KEYS } from './schema.js';
import type { Field, Shape } from './shape.js';

type Json = { readonly [key: string]: unknown };

/** The JSON Schema of a configuration, for editors, as text. Generated into `docs/hostql-config.schema.json`. */
export function jsonSchema(): string {
  const definitions = new Map<Shape, { readonly name: string; json: Json }>();
  const root = shapeJson(CONFIG, definitions, true);
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of hostql',
    description:
      'Also of osquery, whose configurations are read as they are. What is marked as ours is not in osquery.',
    ...root,
    $defs: Object.fromEntries([...definitions.values()].map(({ name, json }) => [name, json])),
  };
  return `${onLines(JSON.stringify(schema, null, 2))}\n`;
}

/** Lists of words on one line, as formatters have them. */
const onLines = (json: string): string =>
  json.replace(/\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g, (_, words: string) => `[${words.replace(/\s*\n\s*/g, ' ')}]`);

type Definitions = Map<Shape, { readonly name: string; json: Json }>;

/** A record that is met first gets a definition, which later ones refer to. */
function shapeJson(shape: Shape, definitions: Definitions, isRoot = false): Json {
  if (shape.kind !== 'record' || isRoot) return plainJson(shape, definitions);
  const known = definitions.get(shape);
  if (known !== undefined) return { $ref: `#/$defs/${known.name}` };
  const definition: { readonly name: string; json: Json } = { name: nameOf(shape, definitions.size), json: {} };
  definitions.set(shape, definition);
  definition.json = plainJson(shape, definitions);
  return { $ref: `#/$defs/${definition.name}` };
}

const nameOf = ({ fields }: Extract<Shape, { kind: 'record' }>, count: number): string => {
  if ('queries' in fields) return 'pack';
  return 'interval' in fields && 'query' in fields ? 'query' : `part${count}`;
};

function plainJson(shape: Shape, definitions: Definitions): Json {
  switch (shape.kind) {
    case 'text':
      return { type: 'string', ...(shape.oneOf && { enum: shape.oneOf }) };
    case 'number':
      return { type: shape.whole ? 'integer' : 'number', minimum: shape.least, maximum: shape.most };
    case 'size':
      return {
        anyOf: [
          { type: 'integer', minimum: shape.least, ...(shape.most !== undefined && { maximum: shape.most }) },
          { type: 'string', pattern: '^[0-9]+$' },
        ],
      };
    case 'truth':
      return { anyOf: [{ type: 'boolean' }, { enum: ['true', 'false'] }] };
    case 'list':
      return { type: 'array', items: shapeJson(shape.item, definitions) };
    case 'map':
      return { type: 'object', additionalProperties: shapeJson(shape.value, definitions) };
    case 'record':
      return recordJson(shape, definitions);
    case 'either':
      return { anyOf: shape.of.map((arm) => shapeJson(arm, definitions)) };
    case 'anything':
      return {};
  }
}

function recordJson(shape: Extract<Shape, { kind: 'record' }>, definitions: Definitions): Json {
  const isQuery = 'interval' in shape.fields && 'query' in shape.fields;
  const properties = Object.entries(shape.fields).map(([key, field]) => [
    key,
    fieldJson(key, field, isQuery, definitions),
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(shape.required?.length && { required: shape.required }),
    additionalProperties: false,
  };
}

function fieldJson(key: string, { shape, help }: Field, isQuery: boolean, definitions: Definitions): Json {
  const own = isQuery ? OWN_KEYS[key] : undefined;
  return { description: help, ...shapeJson(own ?? shape, definitions) };
}
