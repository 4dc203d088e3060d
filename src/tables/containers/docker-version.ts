import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonText } from '../../host/index.js';
import { ENGINE_PRIVILEGES, ENGINE_SOURCES, type OfEngine, runtimeColumn } from './columns.js';
import { vendorless } from './names.js';
import { asking } from './questions.js';

interface Version extends OfEngine {
  readonly version: Json;
}

const { table, text } = tableOf<Version>();
const version = { collation: 'version' } as const;

/** A row per engine. */
export const dockerVersion = table({
  name: 'docker_version',
  aliases: vendorless('docker_version'),
  description: 'Versions of the container engines that run, Docker and Podman',
  rows: 1,
  rowCost: COST.hashing,
  sources: ENGINE_SOURCES,
  privileges: ENGINE_PRIVILEGES,
  examples: [
    'SELECT version, api_version FROM docker_version',
    'SELECT container_runtime, version FROM docker_version',
  ],
  isAsync: true,
  columns: {
    version: text('Version of the engine', (row) => jsonText(row.version, 'Version'), version),
    api_version: text('Version of its API', (row) => jsonText(row.version, 'ApiVersion'), version),
    min_api_version: text(
      'Lowest version of the API that it takes',
      (row) => jsonText(row.version, 'MinAPIVersion'),
      version,
    ),
    git_commit: text('Commit it was built from', (row) => jsonText(row.version, 'GitCommit')),
    go_version: text('Version of Go it was built with', (row) => jsonText(row.version, 'GoVersion'), version),
    os: text('System it runs on', (row) => jsonText(row.version, 'Os')),
    arch: text('Architecture it runs on', (row) => jsonText(row.version, 'Arch')),
    kernel_version: text('Version of the kernel', (row) => jsonText(row.version, 'KernelVersion'), version),
    build_time: text('When it was built', (row) => jsonText(row.version, 'BuildTime')),
    ...runtimeColumn<Version>(),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { runtime, answer } of questions.engines((engine) => engine.version()))
        yield { runtime, version: answer };
    }),
});
