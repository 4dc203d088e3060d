import type { Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { communityId } from './community-id.js';

export const communityIdV1Strict = scalar({
  name: 'community_id_v1_strict',
  description: 'community_id_v1, but a wrong argument makes the query fail.',
  args: ['any'],
  minArgs: 5,
  maxArgs: 6,
  returns: 'text',
  nulls: 'seen',
  examples: [["community_id_v1_strict('10.0.0.1', '10.0.0.2', 1000, 2000, 17)", '1:6B6jp9I9lU4mYqmbMP4dQYcpUn0=']],
  call: (...values: Value[]) => communityId(values),
});
