import { SqlError, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { communityId } from './community-id.js';

export const communityIdV1 = scalar({
  name: 'community_id_v1',
  description:
    'The Community ID of a flow: source and target address, source and target port, protocol number, seed (0). Null, with a warning, where an argument is wrong.',
  args: ['any'],
  minArgs: 5,
  maxArgs: 6,
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["community_id_v1('66.35.250.204', '128.232.110.120', 80, 34855, 6)", '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
    ["community_id_v1('128.232.110.120', '66.35.250.204', 34855, 80, 6)", '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
    ["community_id_v1('66.35.250.204', '128.232.110.120', 80, 34855, 6, 1)", '1:3V71V58M3Ksw/yuFALMcW0LAHvc='],
    ["community_id_v1('127.0.0.1', 'fe80::14b0:de4a:f8e8:522f', 64, 10, 6)", '1:Jww+Ua4pSUNl9TvSUwvSHL4n93w='],
    ["community_id_v1('10.0.0.1', '10.0.0.2', 1000, 2000, 17)", '1:6B6jp9I9lU4mYqmbMP4dQYcpUn0='],
    ["community_id_v1('10.0.0.1', '10.0.0.2', '1000', 2000, 17)", null],
  ],
  bind:
    ({ warn }) =>
    (...values: Value[]) => {
      try {
        return communityId(values);
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        warn?.(error.message);
        return null;
      }
    },
});
