import { asciiLower } from '../../../core/index.js';
import { generateSeries } from './generate-series.js';
import { jsonEach } from './json-each.js';
import { jsonTree } from './json-tree.js';
import type { TableFunctionSpec } from './spec.js';

export type { Bounds, TableFunctionColumn, TableFunctionSpec } from './spec.js';

const TABLE_FUNCTIONS: readonly TableFunctionSpec[] = [generateSeries, jsonEach, jsonTree];
const BY_NAME = new Map(TABLE_FUNCTIONS.map((fn) => [fn.name, fn]));

/** The table-valued function of this name, in any case of letters. */
export const findTableFunction = (name: string): TableFunctionSpec | undefined => BY_NAME.get(asciiLower(name));

export const listTableFunctions = (): readonly TableFunctionSpec[] => TABLE_FUNCTIONS;
