import * as fs from 'node:fs';
import t from 'tap';
import { Stage } from './stage.js';

const RULES = `
rule evil : bad worse { strings: $a = "evil" $b = "E" condition: any of them }
private rule hidden { condition: true }
rule large { condition: filesize > 1000 }
`;

t.test('files that rules match', async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  fs.mkdirSync(stage.path('watched/sub'), { recursive: true });
  fs.mkdirSync(stage.path('other'));
  fs.writeFileSync(stage.path('rules.yar'), RULES);
  fs.writeFileSync(stage.path('wrong.yar'), 'rule wrong { condition: nothing }');
  await stage.watch({
    paths: { watched: ['DIR/watched/%%'], other: ['DIR/other/%'] },
    yara: {
      signatures: { group: [stage.path('rules.yar'), stage.path('wrong.yar'), stage.path('missing.yar')] },
      categories: { watched: ['group', 'unknown'] },
    },
  });
  fs.writeFileSync(stage.path('other/a'), 'evil');
  fs.writeFileSync(stage.path('watched/sub/harmless'), 'good');
  fs.writeFileSync(stage.path('evil'), 'an evil text');
  fs.renameSync(stage.path('evil'), stage.path('watched/sub/evil'));
  await stage.until(() => stage.matches.length > 0);
  t.same(stage.matches.splice(0), [
    {
      target_path: stage.path('watched/sub/evil'),
      category: 'watched',
      action: 'MOVED_TO',
      matches: 'evil',
      count: 1,
      strings: '$a:3',
      tags: 'bad,worse',
    },
  ]);
  fs.appendFileSync(stage.path('watched/sub/evil'), 'E'.repeat(1001));
  await stage.until(() => stage.matches.length > 0);
  t.match(stage.matches[0], { action: 'UPDATED', matches: 'evil,large', count: 2 });
  t.match(
    stage.said.find((said) => said.startsWith('YARA: ')),
    /wrong.yar: .*unknown identifier/,
  );
  t.ok(stage.said.some((said) => said.includes('missing.yar')));
  t.same(stage.gaps, []);
});

t.test('a FIFO, a folder and a file too large are not scanned', async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  fs.mkdirSync(stage.path('d'));
  fs.writeFileSync(stage.path('rules.yar'), 'rule all_of_it { condition: true }');
  await stage.watch({
    paths: { all: ['DIR/d/%'] },
    mostFileBytes: 10,
    yara: { signatures: { group: [stage.path('rules.yar')] }, categories: { all: ['group'] } },
  });
  fs.mkdirSync(stage.path('d/folder'));
  fs.writeFileSync(stage.path('d/large'), 'larger than ten bytes');
  fs.symlinkSync('/dev/zero', stage.path('d/endless'));
  fs.writeFileSync(stage.path('d/small'), '');
  await stage.until(() => stage.matches.length > 0);
  t.ok(stage.matches.every(({ target_path }) => target_path === stage.path('d/small')));
});

t.test('a scan that does not end', async (t) => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  fs.mkdirSync(stage.path('d'));
  fs.writeFileSync(
    stage.path('loop.yar'),
    'rule l { condition: for all i in (0..100000000): (for all j in (0..100000): (i + j >= 0)) }',
  );
  let aheadMs = 0;
  stage.clockMs = () => performance.now() + aheadMs;
  await stage.watch({
    paths: { all: ['DIR/d/%'] },
    yara: { signatures: { group: [stage.path('loop.yar')] }, categories: { all: ['group'] } },
  });
  fs.writeFileSync(stage.path('d/file'), '');
  await stage.until(() => stage.rows.length > 0);
  aheadMs = 80_000;
  await stage.until(() => stage.gaps.length > 0);
  t.match(stage.gaps[0], { reason: 'a file could not be scanned in time', lost: 1 });
});
